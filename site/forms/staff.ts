/**
 * The dashboard's door. Every page and every form of it asks here first who is there: nobody is sent to sign in and back,
 * a customer is told that this is for staff. A page then speaks the language of the staff member's own market.
 */
import type { AstroGlobal } from "astro";
import { isStaff, type Viewer } from "../../worker/customers/viewer.ts";
import { viewerOf } from "../../worker/customers/viewer-store.ts";
import { ADMIN } from "../admin-paths.ts";
import { formatFor } from "../format.ts";
import { messagesOf } from "../messages.ts";
import { pathsOf } from "../paths.ts";

/** Who it is, or the response that ends the page. Turns the page to the viewer's language, a customer's too. */
export async function staffOrSignIn(astro: AstroGlobal): Promise<Viewer | Response> {
  const { locals, request, url } = astro;
  const viewer = await viewerOf(locals.world, request.headers);
  if (viewer) speakTo(locals, viewer);
  if (isStaff(viewer)) return viewer;
  if (viewer) return astro.rewrite(ADMIN_REFUSED);
  return astro.redirect(ADMIN.signIn({ next: url.pathname + url.search }), 303);
}
const ADMIN_REFUSED = "/admin/refused";

/** Market, addresses, words and formats of the page become those of the viewer's market. */
export function speakTo(locals: App.Locals, viewer: Viewer): void {
  const market = locals.markets.find(viewer.market);
  if (!market) return;
  locals.market = market;
  locals.paths = pathsOf(market.id);
  locals.t = messagesOf(market.locale);
  locals.format = formatFor(market);
}
