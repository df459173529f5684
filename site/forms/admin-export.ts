/** The form that begins an export. It brings the export's own id, so that sending it twice writes one file. */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { isCurrency } from "../../worker/pricing/money.ts";
import { EXPORT_FORMATS, type ExportFormat } from "../../worker/transfer/export-flow.ts";
import { beginExport } from "../../worker/transfer/exports/run-export-flow.ts";
import { ADMIN } from "../admin-paths.ts";
import { idOf, readSent } from "./admin-fields.ts";
import { CURRENCY_USUAL } from "./currency-choices.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isFormat = (text: string): text is ExportFormat => (EXPORT_FORMATS as readonly string[]).includes(text);

/** The page again once it is begun; true where it cannot begin now. */
export async function postExport(astro: AstroGlobal, by: Viewer): Promise<Response | true> {
  const { world } = astro.locals;
  const sent = await readSent(astro);
  if (!sent) return true;
  const [given, format, currency] = [idOf(sent, world.newId), sent("format"), sent("currency")];
  const begun = await beginExport(world, {
    id: UUID.test(given) ? given : world.newId(),
    format: isFormat(format) ? format : EXPORT_FORMATS[0],
    currency: isCurrency(currency) ? currency : CURRENCY_USUAL,
    by,
  });
  return begun.ok ? astro.redirect(`${ADMIN.imports()}#export`, 303) : true;
}
