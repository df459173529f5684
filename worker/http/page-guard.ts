/**
 * What a page's request passes before its page is rendered: pages are looked at, and take forms. A page reads a form whole,
 * so none is larger than forms are, and only staff's bring files; any other body would pass by the check that a form came
 * from the store's own pages.
 */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { FILES_FORM_BYTES_MAX, FORM_BYTES_MAX, takesFiles } from "../base/form-size.ts";
import { logOf } from "../base/log.ts";
import { whyOf } from "../base/why.ts";
import { isStaff } from "../customers/viewer.ts";
import { viewerOf } from "../customers/viewer-store.ts";
import { worldOf } from "../world.ts";
import type { App } from "./context.ts";
import { isKept, requestIdOf } from "./guard.ts";
import { problem } from "./problem.ts";
import { withDamper, withPageDamper, withSearchDamper } from "./rate-limit.ts";

/** An address whose letters cannot be read is no page's: Astro would fail on it. */
const withReadablePath: MiddlewareHandler<App> = async (c, next) => {
  try {
    decodeURI(new URL(c.req.url).pathname);
  } catch {
    return problem(c, { code: "request.not_found" });
  }
  return next();
};

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST"]);
const FORM = /^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i;

/** However it is written, and whatever it is asked by. */
const SEARCHED = /^\/+[^/]+\/+(?:search|suggest)\/*$/i;

type Render = (request: Request, env: Env, lifetime: ExecutionContext) => Promise<Response>;

/** A page says its own id, if any; a refusal, and a failure before there was a page, say this one. */
const withRequestId: MiddlewareHandler<App> = async (c, next) => {
  c.set("requestId", requestIdOf(c.req.raw));
  await next();
  if (!isKept(c.res) && !c.res.headers.has("x-request-id")) c.header("x-request-id", c.var.requestId);
};

const withFormsOnly: MiddlewareHandler<App> = async (c, next) => {
  if (!METHODS.has(c.req.method)) return problem(c, { code: "request.method_not_allowed" });
  const isForm = c.req.method !== "POST" || FORM.test(c.req.header("content-type") ?? "");
  return isForm ? next() : problem(c, { code: "request.not_form" });
};

const MULTIPART = /^multipart\/form-data\b/i;
const withSmallForm = bodyLimit({
  maxSize: FORM_BYTES_MAX,
  onError: (c) => problem(c, { code: "request.too_large" }),
});
/** The page that says how much a form takes. */
const TOO_LARGE_PATH = "/admin/too-large";

/**
 * A form with files is read for staff alone. Whoever else sends one is shown the page as if they had asked for it, which
 * leads them to its door; nothing of what they sent is read.
 */
function withLimitedForm(render: Render): MiddlewareHandler<App> {
  const look = (c: Context<App>, path: string) => {
    const headers = new Headers(c.req.raw.headers);
    for (const name of ["content-type", "content-length", "transfer-encoding"]) headers.delete(name);
    const page = new Request(new URL(path, c.req.url), { headers });
    return render(page, c.env, c.executionCtx as ExecutionContext);
  };
  const withFiles = bodyLimit({
    maxSize: FILES_FORM_BYTES_MAX,
    onError: (c: Context<App>) => look(c, `${TOO_LARGE_PATH}?from=${encodeURIComponent(c.req.path)}`),
  });
  return async (c, next) => {
    if (!takesFiles(c.req.path) || !MULTIPART.test(c.req.header("content-type") ?? "")) return withSmallForm(c, next);
    const world = worldOf(c.env, c.executionCtx, c.var.requestId, new URL(c.req.url).origin);
    const { pathname, search } = new URL(c.req.url);
    return isStaff(await viewerOf(world, c.req.raw.headers)) ? withFiles(c, next) : look(c, pathname + search);
  };
}

/** The pages that `render` makes, behind these checks. */
export const pagesOf = (render: Render) =>
  new Hono<App>()
    .onError((error, c) => {
      logOf(c.var.requestId).error("page.failed", { why: whyOf(error) });
      return problem(c, { code: "server.failed" });
    })
    .use("*", withRequestId, withReadablePath, withFormsOnly)
    .get("*", withPageDamper)
    .use("*", (c, next) => (SEARCHED.test(c.req.path) ? withSearchDamper(c, next) : next()))
    .post("*", withDamper, withLimitedForm(render))
    .all("*", (c) => render(c.req.raw, c.env, c.executionCtx as ExecutionContext));
