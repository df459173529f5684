/** Chooses the language of the dashboard: the market of the staff member's own account. Leads back to where it was chosen. */
import type { APIRoute } from "astro";
import { chooseMarket } from "../../../worker/customers/choose-market-flow.ts";
import { ADMIN, safeAdminPath } from "../../admin-paths.ts";
import { readSent } from "../../forms/admin-fields.ts";
import { staffOrSignIn } from "../../forms/staff.ts";

export const POST: APIRoute = async (context) => {
  const viewer = await staffOrSignIn(context as never);
  if (viewer instanceof Response) return viewer;
  const sent = await readSent(context as never);
  const market = context.locals.markets.find(sent?.("market") ?? "");
  if (market) await chooseMarket(context.locals.world, market.id, context.request.headers);
  return context.redirect(pathBack(context.request), 303);
};
export const GET: APIRoute = ({ redirect }) => redirect(ADMIN.home, 303);

function pathBack(request: Request): string {
  const from = URL.parse(request.headers.get("referer") ?? "");
  return from ? safeAdminPath(from.pathname + from.search) : ADMIN.home;
}
