/**
 * Asks the register again about numbers that orders went by while it did not answer. What was charged stays; staff see the
 * answer on the order, and a denial of a number that tax was left out for until one of them has seen to it.
 */
import { auditInsert } from "../../admin/audit-store.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { isOvertaken } from "../../base/unique-conflict.ts";
import type { Viewer } from "../../customers/viewer.ts";
import { readOrderTax } from "../../orders/order-store.ts";
import type { World } from "../../world.ts";
import { readTaxFacts } from "../tax-store.ts";
import { checkVatNumber } from "./check-vat-flow.ts";
import { readVatNumber } from "./vat-number.ts";
import { nextTryMs, type RecheckProblem } from "./vat-recheck.ts";
import {
  answerRecheck,
  claimRecheck,
  denialSettle,
  insertRecheck,
  listDueRechecks,
  readRecheck,
  type VatRecheck,
} from "./vat-recheck-store.ts";

/** Each may take the register's whole deadline, and the timer comes every minute. */
const RECHECKS_TURN = 8;

/** For the consumer of `order.placed`: repeats safely. */
export async function noteUnconfirmed(world: World, orderId: string): Promise<void> {
  const db = world.ordersOfNumber(orderId);
  const tax = db && (await readOrderTax(db, orderId));
  if (tax?.buyer?.check !== "unconfirmed") return;
  await insertRecheck(world.accounts, {
    ...{ orderId, vatNumber: tax.buyer.vatNumber, treatment: tax.treatment, state: "waiting", tries: 0 },
    nextAtMs: nextTryMs(0, world.nowMs()),
    ...{ answeredAtMs: null, consultation: "", settledByName: null, settledAtMs: null, version: 1 },
  });
}

/** The timer's part. A try is counted before the register is asked, so one that dies is asked later, not at once. */
export async function sweepRechecks(world: World): Promise<void> {
  if (!world.vatRegister) return;
  for (const row of await listDueRechecks(world.accounts, world.nowMs(), RECHECKS_TURN)) {
    const taken = await claimRecheck(world.accounts, row, nextTryMs(row.tries + 1, world.nowMs()));
    if (taken) await recheck(world, row);
  }
}

async function recheck(world: World, { orderId, vatNumber }: VatRecheck): Promise<void> {
  const number = readVatNumber(vatNumber, "");
  if (!number) return;
  const { settings } = await readTaxFacts(world);
  const { country } = settings.seller;
  const check = await checkVatNumber(world, number, { country, number: settings.taxIds[country] ?? "" });
  if (!check) return;
  const { isListed, consultation, atMs: answeredAtMs } = check;
  const state = isListed ? "confirmed" : "denied";
  await answerRecheck(world.accounts, { orderId, state, consultation, answeredAtMs });
}

/** Staff have seen to a denial. A second time changes nothing; `version` is the one that was read. */
export async function settleDenial(
  world: World,
  { orderId, version }: { orderId: string; version: number },
  by: Viewer,
): Promise<Outcome<VatRecheck, RecheckProblem>> {
  const db = world.accounts;
  const before = await readRecheck(db, orderId);
  if (before?.state !== "denied") return refused({ code: "tax.denial_unknown" });
  if (before.settledAtMs !== null) return done(before);
  if (before.version !== version) return refused({ code: "tax.denial_changed", version: before.version });
  const row = { ...before, settledAtMs: world.nowMs(), settledByName: by.name, version: version + 1 };
  const subject = `order:${orderId}`;
  const audit = auditInsert(world, { by, action: "tax.denial_settled", subject, before, after: row });
  try {
    await db.batch([denialSettle(db, row), audit]);
  } catch (error) {
    if (!isOvertaken(error, "vat_rechecks")) throw error;
    const now = (await readRecheck(db, orderId)) ?? before;
    return now.settledAtMs === null ? refused({ code: "tax.denial_changed", version: now.version }) : done(now);
  }
  return done(row);
}
