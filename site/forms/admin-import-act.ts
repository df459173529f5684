/** What staff does with an import: carries out what was shown, ends it, or undoes all of it. The queue does the work. */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { actByQueue } from "../../worker/transfer/act-on-import-flow.ts";
import { ADMIN } from "../admin-paths.ts";
import { readSent } from "./admin-fields.ts";

/** The page again where it was done; null's opposite, true, where the import is not in a state for that. */
export async function actOnImport(astro: AstroGlobal, id: string, by: Viewer): Promise<Response | true> {
  const act = (await readSent(astro))?.("act");
  if (act !== "apply" && act !== "undo" && act !== "cancel" && act !== "goOn") return true;
  const acted = await actByQueue(astro.locals.world, id, act, by);
  if (acted.ok) return astro.redirect(ADMIN.import(id), 303);
  return acted.problem.code === "import.unknown" ? new Response(null, { status: 404 }) : true;
}
