/** The market of an account: the language of its mails, and of the dashboard for staff. */
import type { Outcome } from "../base/outcome.ts";
import type { MarketId } from "../markets/markets.ts";
import type { World } from "../world.ts";
import type { AccountProblem } from "./account-problem.ts";
import { askAuth, type Signed } from "./auth-flow.ts";

/** For the account that `headers` have the session of. */
export const chooseMarket = (
  world: World,
  market: MarketId,
  headers: Headers,
): Promise<Outcome<Signed<unknown>, AccountProblem>> =>
  askAuth(world, (api) => api.updateUser({ body: { market }, headers, returnHeaders: true }));
