/** What every route finds on its Hono context. */
import type { Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";

export type App = {
  Bindings: Env;
  Variables: {
    world: World;
    requestId: string;
    /** Who asks: null for an anonymous shopper. Set by `readViewer` where a route needs it. */
    viewer: Viewer | null;
  };
};
