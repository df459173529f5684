/** Stock of one SKU as the store tells it: levels, the ledger's lines, and why an ask was refused. */
import { type Books, inTransitOf, type LedgerEventKind, PROMISE, promisableOf } from "../ledger/ledger.ts";
import type { LedgerProblem, UnopenedLedger } from "../ledger/ledger-problem.ts";

/** `by` in the ledger of what the store did by itself. */
export const BY_CHECKOUT = "checkout";
export const BY_EXPIRY = "expiry";
export const BY_OPENING = "opening";
export const BY_POLICY = "policy";
export const BY_LOAN = "loan";

/** A ledger's problem as a SKU's. */
type AsStock<Problem> = Problem extends { code: infer Code extends string }
  ? Omit<Problem, "code"> & { code: `stock.${Code}` }
  : never;
/** An ask came before the ledger was opened; stays between the object and stock-flow.ts. */
export type UnopenedStock = AsStock<UnopenedLedger>;
export type StockProblem =
  | AsStock<LedgerProblem>
  | { code: "stock.sku_unknown" | "stock.is_split" }
  /** No such location; or nothing more comes to it, because it is closed. */
  | { code: "stock.location_unknown" | "stock.location_closed"; location: string };
export const stockProblemOf = (problem: LedgerProblem | UnopenedLedger): StockProblem | UnopenedStock =>
  ({ ...problem, code: `stock.${problem.code}` }) as StockProblem | UnopenedStock;

/** A location's part of a SKU's units. */
export type LocationLevel = { location: string; onHand: number; held: number };
/** Units that one location gives to an order. */
export type AllocatedUnits = { sku: string; location: string; quantity: number };
/**
 * `onHand`, `held` and `available` are of all locations. `promisable` may still be sold before it is here, `owed` was sold
 * so. `buckets` is how many objects the SKU is split over (`bucketsEver`: at most until now); what they borrowed is `lent`
 * here. `number` is that of the ledger's last entry, summed over buckets; 0 means the ledger was never opened.
 */
export type StockLevels = {
  sku: string;
  onHand: number;
  held: number;
  available: number;
  promisable: number;
  owed: number;
  inTransit: number;
  lent: number;
  locations: readonly LocationLevel[];
  buckets: number;
  bucketsEver: number;
  number: number;
};
/** Units between two locations. */
export type StockTransfer = { id: string; from: string; to: string; quantity: number };
/** One line of the ledger. `facts` are the event's own, and the levels after it as `onHand` and `held`. */
export type StockEntry = {
  number: number;
  atMs: number;
  kind: LedgerEventKind;
  byId: string;
  facts: Readonly<Record<string, string | number>>;
};

/** As the books of a SKU stand. */
export function levelsOf(
  sku: string,
  books: Readonly<Books>,
  split: { buckets: number; bucketsEver: number },
): StockLevels {
  const { onHand, held, owed, lent, number } = books;
  return {
    sku,
    onHand,
    held,
    available: onHand - held,
    promisable: promisableOf(books),
    owed,
    inTransit: inTransitOf(books),
    lent,
    locations: [...books.accounts]
      .filter(([account]) => account !== PROMISE)
      .map(([location, level]) => ({ location, ...level })),
    ...split,
    number,
  };
}

/** As they were after an entry, or before the first. What was promised, moved and lent is not told of the past. */
export function levelsAfter(
  sku: string,
  row: { number: number; on_hand: number; held: number } | null,
  accounts: readonly { account: string; onHand: number; held: number }[],
): StockLevels {
  const { number, on_hand: onHand, held } = row ?? { number: 0, on_hand: 0, held: 0 };
  const locations = accounts
    .filter(({ account }) => account !== PROMISE)
    .map(({ account, ...level }) => ({ location: account, ...level }));
  return { ...unopenedLevels(sku, onHand, ""), held, available: onHand - held, locations, number };
}

/** A SKU's own levels and those of a bucket of it together. */
export function sumLevels(own: StockLevels, bucket: StockLevels): StockLevels {
  const locations = new Map(own.locations.map((level) => [level.location, level]));
  for (const { location, onHand, held } of bucket.locations) {
    const before = locations.get(location) ?? { onHand: 0, held: 0 };
    locations.set(location, { location, onHand: before.onHand + onHand, held: before.held + held });
  }
  return {
    ...own,
    onHand: own.onHand + bucket.onHand,
    held: own.held + bucket.held,
    available: own.available + bucket.available,
    locations: [...locations.values()],
    number: own.number + bucket.number,
  };
}

/** Of a SKU that has never been opened: the units its variant came with, all in one place. */
export const unopenedLevels = (sku: string, units: number, location: string, promisable = 0): StockLevels => ({
  sku,
  onHand: units,
  held: 0,
  available: units,
  promisable,
  owed: 0,
  inTransit: 0,
  lent: 0,
  locations: [{ location, onHand: units, held: 0 }],
  buckets: 0,
  bucketsEver: 0,
  number: 0,
});
