/**
 * Price lists are made and changed: by staff, and by rates of the day that moved far enough. New terms, the message that has
 * prices made anew by them, and the audit's entry are one batch.
 */
import type { BatchItem } from "drizzle-orm/batch";
import { auditEntryOf } from "../admin/audit-store.ts";
import { pendingAudit, settleAudit } from "../admin/pending-audit-store.ts";
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { conflictTableOf } from "../base/unique-conflict.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { StoreEvent } from "../events/event.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import {
  type Derivation,
  type ListWrong,
  PRICE_LISTS_MAX,
  type PriceList,
  type PriceListId,
  wrongList,
} from "../pricing/price-list.ts";
import { type KeptRates, rateBetween, readRates } from "../pricing/rates/rate-store.ts";
import { type Ratio, ratioOf } from "../pricing/rounding.ts";
import type { World } from "../world.ts";
import {
  insertPriceList,
  isOtherListVersion,
  type KeptPriceList,
  listPriceLists,
  readPriceList,
  updatePriceList,
} from "./price-list-store.ts";

/** A `rate` of null takes the rate of the day. */
export type DerivationAsk = Omit<Derivation, "rate" | "rateDate" | "rateSource"> & { rate: string | null };
/** `version` is the one that was read; 0 makes a new list. */
export type PriceListAsk = Pick<PriceList, "name" | "currency" | "version"> & { derivation: DerivationAsk | null };
export type PriceListProblem =
  | { code: "price_list.unknown" | "price_list.no_rate" }
  | { code: "price_list.changed_meanwhile"; version: number }
  | { code: "request.invalid"; at: readonly ListWrong[] };

/** The list as it is kept from now on. What does not change anything is not written. */
export async function savePriceList(
  world: World,
  id: PriceListId,
  ask: PriceListAsk,
  by: Viewer,
): Promise<Outcome<KeptPriceList, PriceListProblem>> {
  const planned = await planPriceList(world, id, ask);
  if (!planned.ok) return planned;
  const { before, list, ratio } = planned.value;
  if (before && JSON.stringify(termsOf(before)) === JSON.stringify(termsOf(list))) return done(before);
  const entry = auditEntryOf(world, {
    ...{ by, action: "price_list.saved", subject: `price-list:${id}` },
    ...{ before: before && termsOf(before), after: termsOf(list) },
  });
  const { statements, events } = listWrites(world, list, ratio);
  const [first, ...rest] = [...statements, pendingAudit(world.catalog, entry)];
  assert(first !== undefined, "a list's batch is not empty");
  try {
    await world.catalog.batch([first, ...rest]);
  } catch (error) {
    if (!isOtherListVersion(error) && conflictTableOf(error) !== "price_lists") throw error;
    const now = await readPriceList(world.catalog, id);
    return refused({ code: "price_list.changed_meanwhile", version: now?.version ?? 0 });
  }
  await settleAudit(world, entry);
  world.defer(relayOutbox(world, world.catalog, events));
  const kept = await readPriceList(world.catalog, id);
  return kept ? done(kept) : refused({ code: "price_list.unknown" });
}

/** What staff say of a list, always in one order. */
function termsOf({ name, currency, derivation }: Omit<PriceList, "version">) {
  if (!derivation) return { name, currency, derivation };
  const { baseId, rate, rateDate, rateSource, marginBp, rounding, followBp } = derivation;
  const { stepMinor, belowMinor } = rounding;
  return {
    name,
    currency,
    derivation: { baseId, rate, rateDate, rateSource, marginBp, stepMinor, belowMinor, followBp },
  };
}

export type PlannedList = { before: KeptPriceList | null; list: PriceList; ratio: Ratio | null };
/** What would be kept, and whether it may be; the dashboard shows prices by it before anything is saved. */
export async function planPriceList(
  world: World,
  id: PriceListId,
  { version, name, currency, derivation: asked }: PriceListAsk,
): Promise<Outcome<PlannedList, PriceListProblem>> {
  const [lists, rates] = await Promise.all([listPriceLists(world.catalog), readRates(world.catalog, world.nowMs())]);
  const before = lists.find((list) => list.id === id) ?? null;
  if ((before?.version ?? 0) !== version)
    return refused({ code: "price_list.changed_meanwhile", version: before?.version ?? 0 });
  const base = lists.find((list) => list.id === asked?.baseId) ?? null;
  const derivation = asked && derivationOf(asked, { before, currency, base, rates, nowMs: world.nowMs() });
  if (asked && !derivation) return refused({ code: "price_list.no_rate" });
  const list = { id, name, currency, derivation, version };
  const wrong = [...wrongChange(before, list, lists), ...wrongList(list, lists)];
  if (wrong.length > 0) return refused({ code: "request.invalid", at: wrong });
  const ratio = derivation && base && ratioOf(derivation.rate, derivation.marginBp, base.currency, currency);
  return done({ before, list, ratio });
}

type Known = {
  before: KeptPriceList | null;
  currency: PriceList["currency"];
  base: KeptPriceList | null;
  rates: KeptRates;
  nowMs: number;
};
/** A rate that is typed as it was keeps its day and source. */
function derivationOf({ rate, ...terms }: DerivationAsk, known: Known): Derivation | null {
  const { before, base, rates, currency, nowMs } = known;
  const had = before?.derivation;
  if (rate !== null && had && had.rate === rate && had.baseId === terms.baseId)
    return { ...terms, rate, rateDate: had.rateDate, rateSource: had.rateSource };
  const today = new Date(nowMs).toISOString().slice(0, 10);
  if (rate !== null) return { ...terms, rate, rateDate: today, rateSource: "staff" };
  const found = base && rateBetween(rates, base.currency, currency);
  return found && { ...terms, rate: found.rate, rateDate: rates.bank?.date ?? today, rateSource: found.source };
}

/** A list stays of its currency and its kind: prices in it mean nothing else. */
function wrongChange(before: PriceList | null, list: PriceList, lists: readonly PriceList[]): ListWrong[] {
  if (!before)
    return lists.length < PRICE_LISTS_MAX ? [] : [{ path: "id", why: `would be more than ${PRICE_LISTS_MAX} lists` }];
  const wrong: ListWrong[] = [];
  if (before.currency !== list.currency) wrong.push({ path: "currency", why: `stays ${before.currency}` });
  if ((before.derivation === null) !== (list.derivation === null))
    wrong.push({
      path: "derivation",
      why: before.derivation ? "stays: the list follows another" : "is not for a list of its own prices",
    });
  return wrong;
}

export type ListWrites = { statements: BatchItem<"sqlite">[]; events: StoreEvent[] };
/** For a batch: the list's terms, and the message that has its prices made by them. */
export function listWrites(world: World, list: PriceList, ratio: Ratio | null): ListWrites {
  const events = list.derivation ? [newEvent(world, "price_list.changed", { listId: list.id })] : [];
  const write = list.version === 0 ? insertPriceList : updatePriceList;
  return {
    statements: [write(world.catalog, list, ratio, world.nowMs()), ...outboxInserts(world.catalog, events)],
    events,
  };
}
