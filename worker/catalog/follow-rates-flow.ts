/**
 * The timer's part of exchange rates: asks the bank, takes what is believed and keeps the last good ones where it is not, and
 * lets price lists follow whose rate moved far enough. New rates, and the new terms of each list, are a batch each.
 */
import { assert } from "../base/assert.ts";
import { relayOutbox } from "../events/outbox-store.ts";
import type { Currency } from "../pricing/money.ts";
import type { PriceList } from "../pricing/price-list.ts";
import { rateMoveBp } from "../pricing/rates/rate.ts";
import { type DayRates, type FeedProblem, readFeed, whyNotBelieved } from "../pricing/rates/rate-feed.ts";
import type { FetchFailure } from "../pricing/rates/rate-source.ts";
import {
  claimAsk,
  type KeptRates,
  noteFailure,
  rateBetween,
  ratesInForce,
  ratesWrites,
  readRates,
} from "../pricing/rates/rate-store.ts";
import { ratioOf } from "../pricing/rounding.ts";
import type { World } from "../world.ts";
import { isOtherListVersion, listPriceLists } from "./price-list-store.ts";
import { listWrites } from "./save-price-list-flow.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The bank publishes around 16:00 by its clock, on working days: asked each hour until the day's are there. */
export const ASK_EVERY_MS = HOUR_MS;
/** After an answer that was not believed, or none. */
export const ASK_AGAIN_MS = HOUR_MS / 4;
/** What the bank publishes (www.ecb.europa.eu, "Euro foreign exchange reference rates"). */
const PUBLISHED: ReadonlySet<Currency> = new Set([
  ...(["AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK"] as const),
  ...(["JPY", "KRW", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "RON", "SEK", "SGD", "THB", "TRY", "USD"] as const),
  ...(["ZAR"] as const),
]);

export type RatesEnd = "off" | "not_due" | "believed" | "refused" | "taken";
/** Repeats safely: of two at once, one asks. `isAsked`: by staff, whether it is time or not. */
export async function followRates(world: World, isAsked = false): Promise<RatesEnd> {
  const source = world.rateSource;
  if (!source) return "off";
  const nowMs = world.nowMs();
  const kept = await readRates(world.catalog, nowMs);
  if (!isAsked && !isDue(kept, nowMs)) {
    await followLists(world, kept);
    return "not_due";
  }
  if (!(await claimAsk(world.catalog, kept.ask, nowMs))) return "taken";
  const answer = await source();
  const read = answer.ok ? readFeed(answer.value) : answer;
  const needed = (await listPriceLists(world.catalog)).map(({ currency }) => currency);
  const problem = read.ok ? whyNot(read.value, { needed, kept, nowMs }) : read.problem;
  if (problem || !read.ok) return refuse(world, problem, nowMs);
  const [first, ...rest] = ratesWrites(world.catalog, read.value, nowMs);
  assert(first !== undefined, "rates are written by statements");
  await world.catalog.batch([first, ...rest]);
  await followLists(world, { ...kept, bank: read.value });
  return "believed";
}

const isDue = (kept: KeptRates, nowMs: number): boolean => nowMs >= nextAskMs(kept);

/** When the bank is asked next: the timer comes by each minute from then on. Where its rates are of today, tomorrow by UTC. */
export function nextAskMs({ bank, ask }: KeptRates): number {
  if (!ask) return 0;
  if (ask.failure) return ask.askedAtMs + ASK_AGAIN_MS;
  const dayAfterMs = bank ? Date.parse(bank.date) + DAY_MS : 0;
  return Math.max(dayAfterMs, ask.askedAtMs + ASK_EVERY_MS);
}

type Known = { needed: readonly Currency[]; kept: KeptRates; nowMs: number };
const whyNot = (read: DayRates, { needed, kept, nowMs }: Known): FeedProblem | null =>
  whyNotBelieved(read, {
    needed: needed.filter((currency) => PUBLISHED.has(currency)),
    last: Object.fromEntries([...ratesInForce(kept)].map(([currency, { rate }]) => [currency, rate])),
    keptDate: kept.bank?.date ?? null,
    nowMs,
  });

async function refuse(world: World, problem: FeedProblem | FetchFailure | null, nowMs: number): Promise<RatesEnd> {
  assert(problem !== null, "rates are refused for a reason");
  await noteFailure(world.catalog, problem, nowMs);
  world.log.info("rates.not_taken", problem);
  return "refused";
}

/** Each list whose rate has moved further than its threshold since it took one. Staff who save it meanwhile come first. */
export async function followLists(world: World, kept: KeptRates): Promise<void> {
  const lists = await listPriceLists(world.catalog);
  for (const list of lists) {
    const next = movedTerms(list, lists, kept, world.nowMs());
    const base = lists.find(({ id }) => id === next?.derivation?.baseId);
    if (!next?.derivation || !base) continue;
    const { rate, marginBp } = next.derivation;
    const { statements, events } = listWrites(world, next, ratioOf(rate, marginBp, base.currency, next.currency));
    const [first, ...rest] = statements;
    assert(first !== undefined, "a list's batch is not empty");
    try {
      await world.catalog.batch([first, ...rest]);
      world.defer(relayOutbox(world, world.catalog, events));
    } catch (error) {
      if (!isOtherListVersion(error)) throw error;
    }
  }
}

function movedTerms(list: PriceList, lists: readonly PriceList[], kept: KeptRates, nowMs: number): PriceList | null {
  const { derivation, currency } = list;
  const base = lists.find(({ id }) => id === derivation?.baseId);
  if (!derivation || derivation.followBp === null || !base) return null;
  const now = rateBetween(kept, base.currency, currency);
  if (!now || rateMoveBp(derivation.rate, now.rate) <= derivation.followBp) return null;
  if (!ratioOf(now.rate, derivation.marginBp, base.currency, currency)) return null;
  const rateDate = kept.bank?.date ?? new Date(nowMs).toISOString().slice(0, 10);
  return { ...list, derivation: { ...derivation, rate: now.rate, rateDate, rateSource: now.source } };
}
