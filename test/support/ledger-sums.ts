/** Sums over a ledger's entries, by kind: a new kind is one line here, and one that is not named is found. */
import type { StockEntry } from "../../worker/inventory/stock.ts";
import type { LedgerFact, StoreBooks } from "./store-books.ts";

/** What an entry of each kind does to the units on hand. */
export const ON_HAND: Readonly<Record<string, -1 | 0 | 1>> = {
  received: 1,
  returned: 1,
  adjusted: 1,
  counted: 1,
  committed: -1,
  held: 0,
  extended: 0,
  released: 0,
  allowed: 1,
  filled: -1,
  cleared: 1,
  sent: -1,
  arrived: 1,
  lost: 0,
  lent: -1,
  repaid: 1,
  borrowed: 1,
  gave_back: -1,
};
/** How units come into the store, and where they may be when they are not on hand. */
export const CAME_IN = ["received", "returned", "adjusted", "counted"];
export const [SOLD, FILLED, LOST] = ["committed", "filled", "lost"];
/** The account of units that may be sold before they are here; in no total. */
const PROMISE = "promise";
/** Which way a hold goes with it: opened, moved, settled. */
const HOLDS: Readonly<Record<string, "opens" | "moves" | "settles">> = {
  held: "opens",
  extended: "moves",
  committed: "settles",
  released: "settles",
};
type OpenHold = { holdId: string; units: number; expiresAtMs: number; isHere: boolean };
export const unitsOf = ({ facts }: StockEntry): number => Number(facts.quantity);
export const isHere = ({ facts }: StockEntry): boolean => facts.location !== PROMISE;
/** Units of all entries of these kinds, but for those that are only promised. */
export const total = (entries: readonly StockEntry[], ...kinds: readonly (string | undefined)[]): number =>
  sum(entries.filter((entry) => kinds.includes(entry.kind) && isHere(entry)).map(unitsOf));
export const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
/** A hold may take units from several locations, each by an entry of its own. */
const keyOf = ({ facts }: StockEntry) => `${facts.holdId} ${facts.location ?? ""}`;
const lineOf = (holdId: string) => holdId.slice(0, holdId.lastIndexOf(":"));
export const eachLedger = ({ ledgers }: StoreBooks, check: (ledger: LedgerFact) => string[]) =>
  ledgers.flatMap((ledger) => check(ledger).map((breach) => `${ledger.name}: ${breach}`));
/** The same for each SKU, its buckets' entries among its own. */
export const eachSku = (
  { ledgers }: StoreBooks,
  check: (own: readonly LedgerFact[], entries: StockEntry[]) => string[],
) =>
  [...Map.groupBy(ledgers, ({ sku }) => sku)].flatMap(([sku, own]) =>
    check(
      own,
      own.flatMap(({ entries }) => [...entries]),
    ).map((breach) => `${sku}: ${breach}`),
  );

/** Open holds after all entries, and every misstep on the way. */
export function followHolds(entries: readonly StockEntry[]): { open: OpenHold[]; missteps: string[] } {
  const open = new Map<string, OpenHold>();
  const settled = new Set<string>();
  const missteps: string[] = [];
  for (const entry of entries) {
    const how = HOLDS[entry.kind];
    if (!how) continue;
    const key = keyOf(entry);
    const hold = {
      holdId: String(entry.facts.holdId),
      units: unitsOf(entry),
      expiresAtMs: Number(entry.facts.expiresAtMs),
      isHere: isHere(entry),
    };
    const known = open.get(key);
    if (how === "opens" ? known || settled.has(key) : known?.units !== hold.units)
      missteps.push(`entry ${entry.number} ${entry.kind} ${key}, which was ${known ? "open" : "not open"}`);
    if (how === "settles") {
      open.delete(key);
      settled.add(key);
    } else open.set(key, hold);
  }
  return { open: [...open.values()], missteps };
}

/** Lines of checkouts that were sold, each with how often and how many units. */
export function salesOf({ ledgers }: StoreBooks): Map<string, number[]> {
  const sales = new Map<string, number[]>();
  for (const { entries } of ledgers)
    for (const entry of entries.filter(({ kind }) => kind === "committed")) {
      const line = lineOf(String(entry.facts.holdId));
      sales.set(line, [...(sales.get(line) ?? []), unitsOf(entry)]);
    }
  return sales;
}

/** Between locations; between a SKU's object and its buckets, both ways, and each way. */
export function onTheirWay(entries: readonly StockEntry[]) {
  const between = total(entries, "sent") - total(entries, "arrived") - total(entries, LOST);
  const borrowing = total(entries, "lent") - total(entries, "borrowed");
  const repaying = total(entries, "gave_back") - total(entries, "repaid");
  return { between, borrowing, repaying, lent: borrowing + repaying };
}
