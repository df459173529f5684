/** A router whose routes describe themselves: what is validated is what `/api/openapi.json` says. */
import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { App } from "./context.ts";
import { problem } from "./problem.ts";

/** Invalid input answers `request.invalid`, with the path of each wrong part and why it is wrong. */
export const newRouter = () =>
  new OpenAPIHono<App>({
    defaultHook: (result, c) => {
      if (result.success) return;
      const at = result.error.issues
        .slice(0, ISSUES_MAX)
        .map(({ path, message }) => ({ path: cut(path.join(".")), why: cut(message) }));
      return problem(c, { code: "request.invalid", at });
    },
  });
const ISSUES_MAX = 50;
/** A reason may repeat what was sent: no more of it than is read. */
const TEXT_MAX = 300;
const cut = (text: string): string => (text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX).toWellFormed()}…` : text);

const problemShape = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    instance: z.string(),
    requestId: z.string(),
  })
  .openapi("Problem");

/** The responses of a route that answers problems: each status with the codes it may carry. */
export const problems = <const Status extends number>(byStatus: Record<Status, string>) =>
  Object.fromEntries(
    Object.entries<string>(byStatus).map(([status, codes]) => [
      status,
      { description: codes, content: { "application/problem+json": { schema: problemShape } } },
    ]),
  ) as Record<
    Status,
    { description: string; content: { "application/problem+json": { schema: typeof problemShape } } }
  >;

/** A JSON answer of a route. */
export const answers = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { "application/json": { schema } },
});

/** A JSON body that must be there. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { "application/json": { schema } },
});
