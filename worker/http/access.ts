/** Who may pass. Checked on the server at every route that is not for everyone. */
import type { Context, MiddlewareHandler } from "hono";
import { assert } from "../base/assert.ts";
import { isStaff, type Viewer } from "../customers/viewer.ts";
import { viewerOf } from "../customers/viewer-store.ts";
import type { App } from "./context.ts";
import { problem } from "./problem.ts";

/** Finds out who asks: `c.var.viewer`, null for an anonymous shopper. Lets everybody pass. */
export const withViewer: MiddlewareHandler<App> = async (c, next) => {
  c.set("viewer", await viewerOf(c.var.world, c.req.raw.headers));
  await next();
};

/** Lets staff pass; 401 to those who did not say who they are, 403 to customers. `staffOf` says who it was. */
export const withStaff: MiddlewareHandler<App> = async (c, next) => {
  const viewer = await viewerOf(c.var.world, c.req.raw.headers);
  if (!viewer) return problem(c, { code: "access.sign_in_needed" });
  if (!isStaff(viewer)) return problem(c, { code: "access.staff_only" });
  c.set("viewer", viewer);
  return next();
};

/** Who of the staff asks, in a route behind `withStaff`. */
export function staffOf({ var: { viewer } }: Pick<Context<App>, "var">): Viewer {
  assert(isStaff(viewer), "only staff pass the door");
  return viewer;
}
