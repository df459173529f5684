/** Pages that are one customer's own ask here who is looking; anonymous visitors are sent to sign in, and back. */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { viewerOf } from "../../worker/customers/viewer-store.ts";

/** Who it is, staff too, or the response that ends the page. */
export async function customerOrSignIn(astro: AstroGlobal): Promise<Viewer | Response> {
  const viewer = await viewerOf(astro.locals.world, astro.request.headers);
  return viewer ?? astro.redirect(astro.locals.paths.signIn({ next: astro.url.pathname + astro.url.search }), 303);
}
