/** The Worker as worker tests load it: all of it but the pages, which only the site's build can make. */
import { app } from "../../worker/app.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import { worldOf } from "../../worker/world.ts";
import { ofThisFile } from "./file-queue.ts";

export { Cart } from "../../durable-objects/cart.ts";
export { Counter } from "../../durable-objects/counter.ts";
export { SkuStock } from "../../durable-objects/sku-stock.ts";
export { StockWatch } from "../../durable-objects/stock-watch.ts";
export { WaitingDoor } from "../../durable-objects/waiting-door.ts";
export { WaitingRoom } from "../../durable-objects/waiting-room.ts";

export default {
  fetch: app.fetch,
  queue: (batch, env, ctx) =>
    ofThisFile(batch, (own) => consumeBatch(worldOf(env, ctx, crypto.randomUUID(), "http://store.test"), own)),
} satisfies ExportedHandler<Env>;
