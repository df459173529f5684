/** The API: every domain's routes behind one set of guards. Imports no Astro, so that tests can load it. */
import { logOf } from "./base/log.ts";
import { docsRoutes } from "./http/docs-routes.ts";
import { withJsonOnly, withLimitedBody, withSafeHeaders, withSameSite, withWorld } from "./http/guard.ts";
import { healthRoutes } from "./http/health-routes.ts";
import { problem } from "./http/problem.ts";
import { newRouter } from "./http/router.ts";

export const app = newRouter();

app.use("*", withWorld, withSafeHeaders, withSameSite, withLimitedBody, withJsonOnly);
app.route("/", healthRoutes);
app.route("/", docsRoutes(app));

app.notFound((c) => problem(c, { code: "request.not_found" }));
app.onError((error, c) => {
  const requestId = c.var.requestId ?? "";
  logOf(requestId).error("request.failed", {
    path: c.req.routePath,
    method: c.req.method,
    why: `${error.name}: ${error.message}`,
  });
  return problem(c, { code: "server.failed" });
});
