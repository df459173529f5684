/** How SKUs are offered, from what is projected: no object is asked, so it may be a second old. Nothing is sold by it. */
import { sql } from "drizzle-orm";
import { MAIN } from "../ledger/ledger.ts";
import type { MarketId } from "../markets/markets.ts";
import type { Database } from "../world.ts";
import type { LocationLevel } from "./stock.ts";
import { offerOf, type StockOffer } from "./stock-offer.ts";
import { promiseCapOf } from "./stock-policy.ts";
import { componentsOf, type LevelsBySku, policyOf, type SoldLevels, type Supply } from "./supply.ts";
import { readSupply } from "./supply-store.ts";

/** `levels` are of the SKUs, or of what they are made of. */
export type Projected = { supply: Supply; levels: LevelsBySku };

/** By SKU; one the store does not know is sold out. */
export async function listOffers(
  db: Database,
  skus: readonly string[],
  market: MarketId | null,
): Promise<Map<string, StockOffer>> {
  return offersOf(await readProjected(db, skus), skus, market);
}

/** The same, without those the store does not know. */
export async function listKnownOffers(
  db: Database,
  skus: readonly string[],
  market: MarketId | null,
): Promise<Map<string, StockOffer>> {
  const projected = await readProjected(db, skus);
  const isKnown = (sku: string) => componentsOf(projected.supply, sku).every((part) => projected.levels.has(part.sku));
  return offersOf(projected, skus.filter(isKnown), market);
}

const offersOf = ({ supply, levels }: Projected, skus: readonly string[], market: MarketId | null) =>
  new Map(skus.map((sku) => [sku, offerOf(sku, levels, supply, market)]));

/** One round, and another where there are bundles among them. */
export async function readProjected(db: Database, skus: readonly string[]): Promise<Projected> {
  const [supply, own] = await Promise.all([readSupply(db, skus), listRows(db, skus)]);
  const known = new Set(skus);
  const parts = new Set(skus.flatMap((sku) => componentsOf(supply, sku)).map((part) => part.sku));
  const ofParts = await listRows(db, [...parts.difference(known)]);
  const rows = [...own.filter(({ sku }) => parts.has(sku)), ...ofParts];
  return { supply, levels: new Map(rows.map((row) => [row.sku, levelsOf(row, supply)])) };
}

const listRows = async (db: Database, skus: readonly string[]): Promise<Row[]> =>
  skus.length === 0
    ? []
    : db.all<Row>(sql`
        SELECT v.sku, v.opening_quantity AS openingQuantity, s.on_hand AS onHand, s.held, s.promisable, s.locations
        FROM variants v LEFT JOIN stock_levels s ON s.sku = v.sku
        WHERE v.sku IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`);

type Row = {
  sku: string;
  openingQuantity: number;
  onHand: number | null;
  held: number | null;
  promisable: number | null;
  locations: string | null;
};

/** Where nothing has moved yet, there are the units it came with, and all that may be promised. */
function levelsOf({ sku, openingQuantity, onHand, held, promisable, locations }: Row, supply: Supply): SoldLevels {
  const parts = JSON.parse(locations ?? "[]") as LocationLevel[];
  const whole = { location: MAIN, onHand: onHand ?? openingQuantity, held: held ?? 0 };
  return {
    locations: parts.length > 0 ? parts : [whole],
    promisable: promisable ?? promiseCapOf(policyOf(supply, sku)),
  };
}
