/** Exchange rates by form: one set in place of the bank's for some days, or the bank asked anew. */
import type { AstroGlobal } from "astro";
import { followRates } from "../../worker/catalog/follow-rates-flow.ts";
import { OVERRIDE_DAYS_MAX, setOverride } from "../../worker/catalog/set-rate-flow.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { isCurrency } from "../../worker/pricing/money.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, readSent, type Sent, wholeOf } from "./admin-fields.ts";

export type RateEntry = { sent: Sent; faults: Faults };
const DAY_MS = 86_400_000;
const FIELDS: Readonly<Record<string, Fault>> = {
  currency: { key: "prices.fault.rate" },
  rate: { key: "prices.fault.rate" },
  reason: { key: "prices.fault.reason" },
  untilMs: { key: "policy.fault.number", values: { min: 0, max: OVERRIDE_DAYS_MAX } },
};

/** Answers a redirect when it was done, else what to show the form with again. */
export async function postRate(astro: AstroGlobal, by: Viewer): Promise<Response | RateEntry> {
  const { world } = astro.locals;
  const sent = await readSent(astro);
  if (!sent) return { sent: () => "", faults: {} };
  if (sent("intent") === "ask") return astro.redirect(ADMIN.prices({ done: await followRates(world, true) }), 303);
  const [currency, days] = [sent("currency"), wholeOf(sent("days"))];
  if (!isCurrency(currency)) return { sent, faults: { currency: FIELDS.currency as Fault } };
  if (days === null) return { sent, faults: { days: FIELDS.untilMs as Fault } };
  const rate = sent("rate").replace(",", ".").trim();
  const untilMs = world.nowMs() + days * DAY_MS;
  const set = await setOverride(world, { currency, rate, reason: sent("reason"), untilMs }, by);
  if (set.ok) return astro.redirect(ADMIN.prices({ done: "set" }), 303);
  const faults = set.problem.at.map(({ path }) => [path === "untilMs" ? "days" : path, FIELDS[path]]);
  return { sent, faults: Object.fromEntries(faults) };
}
