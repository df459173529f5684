/** How a refusal is answered over HTTP. Which there are is in problem-codes.ts. */
import type { Context, TypedResponse } from "hono";
import { PROBLEMS, type Problem, type ProblemCode } from "./problem-codes.ts";

/** Fits every route, whatever else it answers. */
export type ProblemResponse = Response & TypedResponse<never, never, never>;

/** The status that a code is told with. */
export const statusOf = (code: ProblemCode): number => PROBLEMS[code][0];

/** Answers with `application/problem+json` (RFC 9457): the code, its title and status, the request's id, the code's own facts. */
export function problem(c: Context, { code, ...facts }: Problem): ProblemResponse {
  const [status, title] = PROBLEMS[code];
  const requestId = String(c.get("requestId") ?? "");
  const body = { type: `/problems/${code}`, title, status, code, instance: c.req.path, requestId, ...facts };
  const headers: Record<string, string> = {
    "content-type": "application/problem+json",
    "cache-control": "private, no-store",
  };
  if ("retryAfterSeconds" in facts) headers["retry-after"] = String(facts.retryAfterSeconds);
  return c.body(JSON.stringify(body), status, headers) as Response as ProblemResponse;
}
