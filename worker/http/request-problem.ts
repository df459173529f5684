/** What a request is refused for, whatever it asks. */

type Bare<Code extends string> = { code: Code };
/** What any route may answer. `at` holds every wrong place of what was sent, by its path. */
export type RequestProblem =
  | { code: "request.invalid"; at: readonly { path: string; why: string }[] }
  | Bare<
      | "request.not_json"
      | "request.not_form"
      | "request.too_large"
      | "request.cross_site"
      | "request.not_found"
      | "request.method_not_allowed"
      | "request.upgrade_needed"
    >
  | { code: "request.rate_limited"; retryAfterSeconds: number }
  | Bare<"request.repeat_differs" | "server.failed" | "server.unavailable">;
