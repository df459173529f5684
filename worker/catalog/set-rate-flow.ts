/** Staff sets an exchange rate in place of the bank's, with a reason and an end; lists that it moves far enough follow at once. */
import { auditEntryOf } from "../admin/audit-store.ts";
import { pendingAudit, settleAudit } from "../admin/pending-audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { Currency } from "../pricing/money.ts";
import { isRate } from "../pricing/rates/rate.ts";
import { overrideWrite, type RateOverride, readRates } from "../pricing/rates/rate-store.ts";
import type { World } from "../world.ts";
import { followLists } from "./follow-rates-flow.ts";

export const REASON_LENGTH_MAX = 300;
/** Longer is not for the time being. */
export const OVERRIDE_DAYS_MAX = 90;

/** Units of the currency for one euro. `untilMs` may be now: it then ends. */
export type OverrideAsk = { currency: Currency; rate: string; reason: string; untilMs: number };
type Wrong = { path: string; why: string };
export type OverrideProblem = { code: "request.invalid"; at: readonly Wrong[] };

export async function setOverride(
  world: World,
  { currency, rate, reason, untilMs }: OverrideAsk,
  by: Viewer,
): Promise<Outcome<RateOverride, OverrideProblem>> {
  const nowMs = world.nowMs();
  const wrong = wrongOverride({ currency, rate, reason: reason.trim(), untilMs }, nowMs);
  if (wrong.length > 0) return refused({ code: "request.invalid", at: wrong });
  const override = { currency, rate, reason: reason.trim(), byName: by.name, fromMs: nowMs, untilMs };
  const before = (await readRates(world.catalog, nowMs)).overrides.find((each) => each.currency === currency) ?? null;
  const entry = auditEntryOf(world, { by, action: "rate.set", subject: `rate:${currency}`, before, after: override });
  await world.catalog.batch([overrideWrite(world.catalog, override), pendingAudit(world.catalog, entry)]);
  await settleAudit(world, entry);
  await followLists(world, await readRates(world.catalog, nowMs));
  return done(override);
}

function wrongOverride({ currency, rate, reason, untilMs }: OverrideAsk, nowMs: number): Wrong[] {
  const wrong: Wrong[] = [];
  if (currency === "EUR") wrong.push({ path: "currency", why: "is what rates are told for" });
  if (!isRate(rate)) wrong.push({ path: "rate", why: "is no rate above zero" });
  if (reason === "" || reason.length > REASON_LENGTH_MAX)
    wrong.push({ path: "reason", why: `is empty, or longer than ${REASON_LENGTH_MAX}` });
  if (untilMs < nowMs || untilMs > nowMs + OVERRIDE_DAYS_MAX * 86_400_000)
    wrong.push({ path: "untilMs", why: `is past, or more than ${OVERRIDE_DAYS_MAX} days from now` });
  return wrong;
}
