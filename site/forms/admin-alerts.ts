/** The form that turns low stock by mail on and off, for the one who sends it. Sending it twice changes nothing more. */
import type { AstroGlobal } from "astro";
import { setReader } from "../../worker/alerts/alert-store.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { ADMIN } from "../admin-paths.ts";
import { readSent } from "./admin-fields.ts";

/** A program with the store's token has no address, so nothing is kept for it. */
export async function postAlerts(astro: AstroGlobal, { id: userId, email }: Viewer): Promise<Response> {
  const { world } = astro.locals;
  const wish = (await readSent(astro))?.("alerts");
  if (email !== "" && (wish === "on" || wish === "off"))
    await setReader(world.accounts, { userId, wants: wish === "on", nowMs: world.nowMs() });
  return astro.redirect(ADMIN.stock(), 303);
}
