/** Staff record that a customer is exempt, and end it: each with its audit entry, in the same batch. */
import { auditInsert } from "../../admin/audit-store.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { conflictTableOf, isOvertaken } from "../../base/unique-conflict.ts";
import { findCustomer } from "../../customers/find-customer-store.ts";
import type { Viewer } from "../../customers/viewer.ts";
import type { World } from "../../world.ts";
import type { ExemptionProblem } from "./exemption.ts";
import type { NewExemption } from "./exemption-shapes.ts";
import { exemptionEnd, exemptionInsert, type KeptExemption, readExemption } from "./exemption-store.ts";

/** `repeated`: it was so already, by the same ask. */
type SavedExemption = { exemption: KeptExemption; repeated: boolean };
type Answer = Promise<Outcome<SavedExemption, ExemptionProblem>>;
const TABLE = "tax_exemptions";

/** The id is the client's: the same ask again finds its own work done, also once it was ended. */
export async function addExemption(world: World, ask: NewExemption, by: Viewer): Answer {
  const db = world.accounts;
  const there = await readExemption(db, ask.id);
  if (there) return sameAgain(there, ask);
  const customer = await findCustomer(db, ask.email);
  if (!customer) return refused({ code: "tax.exemption_no_account" });
  const row: KeptExemption = {
    ...ask,
    customerId: customer.id,
    ...{ byName: by.name, createdAtMs: world.nowMs(), endedAtMs: null, endedByName: null, version: 1 },
  };
  const audit = auditInsert(world, {
    by,
    action: "tax.exemption_added",
    subject: subjectOf(ask),
    before: null,
    after: row,
  });
  try {
    await db.batch([exemptionInsert(db, row), audit]);
  } catch (error) {
    if (isOvertaken(error, TABLE)) return refused({ code: "tax.too_many_exemptions" });
    if (conflictTableOf(error) !== TABLE) throw error;
    const other = await readExemption(db, ask.id);
    return other ? sameAgain(other, ask) : refused({ code: "tax.exemption_id_taken" });
  }
  return done({ exemption: row, repeated: false });
}

/** From now on it counts for no order; those that went by it stay as they are. `version` is the one that was read. */
export async function endExemption(world: World, { id, version }: { id: string; version: number }, by: Viewer): Answer {
  const db = world.accounts;
  const before = await readExemption(db, id);
  if (!before) return refused({ code: "tax.exemption_unknown" });
  if (before.endedAtMs !== null) return done({ exemption: before, repeated: true });
  if (before.version !== version) return refused({ code: "tax.exemption_changed", version: before.version });
  const row = { ...before, endedAtMs: world.nowMs(), endedByName: by.name, version: version + 1 };
  const audit = auditInsert(world, { by, action: "tax.exemption_ended", subject: subjectOf(row), before, after: row });
  try {
    await db.batch([exemptionEnd(db, row), audit]);
  } catch (error) {
    if (!isOvertaken(error, TABLE)) throw error;
    const now = (await readExemption(db, id)) ?? before;
    if (now.endedAtMs === null) return refused({ code: "tax.exemption_changed", version: now.version });
    return done({ exemption: now, repeated: true });
  }
  return done({ exemption: row, repeated: false });
}

const subjectOf = ({ id }: { id: string }): string => `tax_exemption:${id}`;

const sameAgain = (there: KeptExemption, ask: NewExemption): Awaited<Answer> =>
  textOf(there) === textOf(ask)
    ? done({ exemption: there, repeated: true })
    : refused({ code: "tax.exemption_id_taken" });
const textOf = ({ email, country, region, kind, certificate, validFrom, validUntil }: NewExemption): string =>
  JSON.stringify([email, country, region, kind, certificate, validFrom, validUntil]);
