/** The two forms of the dashboard's page of exempt customers: a certificate recorded, and one ended. */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import type { ExemptionProblem } from "../../worker/tax/exemptions/exemption.ts";
import { newExemptionShape } from "../../worker/tax/exemptions/exemption-shapes.ts";
import { addExemption, endExemption } from "../../worker/tax/exemptions/save-exemption-flow.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, idOf, readSent, type Sent, wholeOf } from "./admin-fields.ts";

/** `id` is the certificate's that the form would record; `fault` is of the form as a whole. */
export type ExemptionEntry = { id: string; sent: Sent; faults: Faults; fault: Fault | null };

const EMPTY: Readonly<Record<string, string>> = { kind: "resale" };

/** The form as it is shown first. */
export const exemptionEntry = (id: string): ExemptionEntry => ({
  ...{ id, faults: {}, fault: null },
  sent: (name) => EMPTY[name] ?? "",
});

export async function postExemption(astro: AstroGlobal, by: Viewer): Promise<Response | ExemptionEntry> {
  const { world } = astro.locals;
  const sent = await readSent(astro);
  const first = exemptionEntry(world.newId());
  if (!sent) return { ...first, fault: { key: "admin.fault.form" } };
  return sent("form") === "end" ? postEnd(astro, sent, first, by) : postNew(astro, sent, by);
}

async function postEnd(astro: AstroGlobal, sent: Sent, first: ExemptionEntry, by: Viewer) {
  const ask = { id: sent("id"), version: wholeOf(sent("version")) ?? 0 };
  const ended = await endExemption(astro.locals.world, ask, by);
  return ended.ok
    ? astro.redirect(ADMIN.taxExemptions({ done: "exemptionEnded" }), 303)
    : { ...first, fault: { key: FORM_FAULTS[ended.problem.code] } };
}

async function postNew(astro: AstroGlobal, sent: Sent, by: Viewer) {
  const { world } = astro.locals;
  const entry: ExemptionEntry = { id: idOf(sent, () => world.newId()), sent, faults: {}, fault: null };
  const checked = newExemptionShape.safeParse({
    id: entry.id,
    email: sent("email").trim(),
    country: sent("country"),
    region: sent("region").trim().toUpperCase(),
    kind: sent("kind"),
    certificate: sent("certificate"),
    validFrom: sent("validFrom").trim(),
    validUntil: sent("validUntil").trim() || null,
  });
  if (!checked.success) return { ...entry, faults: faultsAt(checked.error.issues) };
  const added = await addExemption(world, checked.data, by);
  if (added.ok) return astro.redirect(ADMIN.taxExemptions({ done: "exemption" }), 303);
  const { code } = added.problem;
  if (code === "tax.exemption_no_account") return { ...entry, faults: { email: { key: FORM_FAULTS[code] } } };
  return { ...entry, id: world.newId(), fault: { key: FORM_FAULTS[code] } };
}

const FORM_FAULTS: Readonly<Record<ExemptionProblem["code"], Fault["key"]>> = {
  "tax.exemption_unknown": "tax.fault.exemptionGone",
  "tax.exemption_no_account": "tax.fault.noAccount",
  "tax.exemption_id_taken": "tax.fault.changed",
  "tax.exemption_changed": "tax.fault.changed",
  "tax.too_many_exemptions": "tax.fault.exemptions",
};
const FIELD_FAULTS: Readonly<Record<string, Fault["key"]>> = {
  email: "tax.fault.email",
  certificate: "tax.fault.certificate",
  validFrom: "tax.fault.day",
  validUntil: "tax.fault.until",
};
const faultsAt = (issues: readonly { path: readonly PropertyKey[] }[]): Faults =>
  Object.fromEntries(
    issues.map(({ path: [name] }) => [String(name), { key: FIELD_FAULTS[String(name)] ?? "tax.fault.field" }]),
  );
