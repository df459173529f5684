/**
 * What a page's request passes before its page is rendered: pages are looked at, and take forms. A page reads a form whole,
 * so none is larger than forms are; and any other body would pass by the check that a form came from the store's own pages.
 */
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { FILES_FORM_BYTES_MAX, FORM_BYTES_MAX } from "../base/form-size.ts";
import { logOf } from "../base/log.ts";
import { whyOf } from "../base/why.ts";
import type { App } from "./context.ts";
import { requestIdOf } from "./guard.ts";
import { problem } from "./problem.ts";
import { withDamper } from "./rate-limit.ts";

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST"]);
const FORM = /^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i;

type Render = (request: Request, env: Env, lifetime: ExecutionContext) => Promise<Response>;

/** A page says its own id; a refusal, and a failure before there was a page, say this one. */
const withRequestId: MiddlewareHandler<App> = async (c, next) => {
  c.set("requestId", requestIdOf(c.req.raw));
  await next();
  if (!c.res.headers.has("x-request-id")) c.header("x-request-id", c.var.requestId);
};

const withFormsOnly: MiddlewareHandler<App> = async (c, next) => {
  if (!METHODS.has(c.req.method)) return problem(c, { code: "request.method_not_allowed" });
  const isForm = c.req.method !== "POST" || FORM.test(c.req.header("content-type") ?? "");
  return isForm ? next() : problem(c, { code: "request.not_form" });
};

const limitedTo = (maxSize: number) =>
  bodyLimit({ maxSize, onError: (c) => problem(c, { code: "request.too_large" }) });
const [withSmallForm, withFiles] = [limitedTo(FORM_BYTES_MAX), limitedTo(FILES_FORM_BYTES_MAX)];
const MULTIPART = /^multipart\/form-data\b/i;
const withLimitedForm: MiddlewareHandler<App> = (c, next) =>
  c.req.path.startsWith("/admin/") && MULTIPART.test(c.req.header("content-type") ?? "")
    ? withFiles(c, next)
    : withSmallForm(c, next);

/** The pages that `render` makes, behind these checks. */
export const pagesOf = (render: Render) =>
  new Hono<App>()
    .onError((error, c) => {
      logOf(c.var.requestId).error("page.failed", { why: whyOf(error) });
      return problem(c, { code: "server.failed" });
    })
    .use("*", withRequestId, withFormsOnly)
    .post("*", withDamper, withLimitedForm)
    .all("*", (c) => render(c.req.raw, c.env, c.executionCtx as ExecutionContext));
