/** The Worker's entry: pages and API over one address, queue messages, timers, and the Durable Objects' classes. */
import { handle } from "@astrojs/cloudflare/handler";
import { app } from "./app.ts";
import { consumeBatch } from "./events/events-consumer.ts";
import { runSweeps } from "./events/sweep-job.ts";
import { pagesOf } from "./http/page-guard.ts";
import { worldOf } from "./world.ts";

export { Cart } from "../durable-objects/cart.ts";
export { Counter } from "../durable-objects/counter.ts";
export { SkuStock } from "../durable-objects/sku-stock.ts";
export { StockWatch } from "../durable-objects/stock-watch.ts";
export { WaitingDoor } from "../durable-objects/waiting-door.ts";
export { WaitingRoom } from "../durable-objects/waiting-room.ts";

/** What Hono answers; everything else is a page. */
const OF_HONO = /^\/(api|media|mailbox)(\/|$)/;

const pages = pagesOf(async (request, env, ctx) => (await handle(request as never, env, ctx)) as unknown as Response);

export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    return (OF_HONO.test(pathname) ? app : pages).fetch(request, env, ctx);
  },
  async queue(batch, env, ctx) {
    await consumeBatch(worldOf(env, ctx, crypto.randomUUID()), batch);
  },
  async scheduled(_, env, ctx) {
    await runSweeps(worldOf(env, ctx, crypto.randomUUID()));
  },
} satisfies ExportedHandler<Env>;
