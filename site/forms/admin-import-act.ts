/** What staff does with an import: carries out what was shown, ends it, undoes all of it, or imports without what was at fault. */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { actByQueue } from "../../worker/transfer/act-on-import-flow.ts";
import { importAgain } from "../../worker/transfer/import-again-flow.ts";
import { ADMIN } from "../admin-paths.ts";
import { idOf, readSent } from "./admin-fields.ts";
import { importIdOf } from "./admin-import.ts";

/** The page again where it was done, or that of the new import; true where the import is not in a state for that. */
export async function actOnImport(astro: AstroGlobal, id: string, by: Viewer): Promise<Response | true> {
  const { world } = astro.locals;
  const sent = await readSent(astro);
  const act = sent?.("act");
  if (sent && act === "leaveOut") return leaveOut(astro, importIdOf(idOf(sent, world.newId), world), id, by);
  if (act !== "apply" && act !== "undo" && act !== "cancel" && act !== "goOn") return true;
  const acted = await actByQueue(world, id, act, by);
  if (acted.ok) return astro.redirect(ADMIN.import(id), 303);
  return acted.problem.code === "import.unknown" ? new Response(null, { status: 404 }) : true;
}

async function leaveOut(astro: AstroGlobal, id: string, of: string, by: Viewer): Promise<Response | true> {
  const begun = await importAgain(astro.locals.world, { id, of, by });
  if (begun.ok) return astro.redirect(ADMIN.import(id), 303);
  return begun.problem.code === "import.unknown" ? new Response(null, { status: 404 }) : true;
}
