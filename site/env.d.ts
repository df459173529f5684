/** The browsers' programs, as tools/program-plugin.mjs makes them. */
declare module "virtual:program" {
  const script: string;
  export default script;
}
declare module "virtual:take-back" {
  const script: string;
  export default script;
}

/** What every page finds on `Astro.locals`. All but `cfContext`, which is the adapter's, is set by middleware.ts. */
declare namespace App {
  interface Locals {
    /** Lets work end after the answer. */
    cfContext: ExecutionContext;
    requestId: string;
    world: import("../worker/world.ts").World;
    /** All there are, at this moment. */
    markets: import("../worker/markets/markets.ts").Markets;
    /** By the address's first part; the default market where the address has none, such as `/admin`. */
    market: import("../worker/markets/markets.ts").Market;
    paths: import("./paths.ts").Paths;
    t: import("./messages.ts").Translate;
    format: import("./format.ts").Format;
  }
}
