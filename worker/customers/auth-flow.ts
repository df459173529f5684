/** Calls better-auth and turns what it throws into a problem, so that pages and routes refuse alike. */
import { isAPIError } from "better-auth/api";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { World } from "../world.ts";
import { type AccountProblem, problemOfAuth } from "./account-problem.ts";
import { type Auth, authOf } from "./auth-store.ts";

/** `cookies` are whole `Set-Cookie` values, to be put on the response as they are. */
export type Signed<Value> = { value: Value; cookies: readonly string[] };

/** Runs one call; a refusal of better-auth is an outcome, anything else is thrown on. */
export async function askAuth<Value>(
  world: World,
  call: (api: Auth["api"]) => Promise<{ headers: Headers; response: Value }>,
): Promise<Outcome<Signed<Value>, AccountProblem>> {
  try {
    const { headers, response } = await call(authOf(world).api);
    return done({ value: response, cookies: headers.getSetCookie() });
  } catch (error) {
    if (!isAPIError(error)) throw error;
    const { code, retryAfterSeconds } = (error.body ?? {}) as { code?: string; retryAfterSeconds?: number };
    return refused(
      problemOfAuth({
        status: error.statusCode,
        code: code ?? "",
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      }),
    );
  }
}
