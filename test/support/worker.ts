/** The Worker as worker tests load it: all of it but the pages, which only the site's build can make. */
import { app } from "../../worker/app.ts";

export { Cart } from "../../durable-objects/cart.ts";
export { Counter } from "../../durable-objects/counter.ts";
export { SkuStock } from "../../durable-objects/sku-stock.ts";

export default { fetch: app.fetch } satisfies ExportedHandler<Env>;
