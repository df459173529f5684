/** Is every ledger still what was written? Recomputes hashes and levels, entry by entry. */
import { listSkus } from "../catalog/staff-figures-store.ts";
import type { ChainTurn } from "../ledger/ledger-keeper.ts";
import type { World } from "../world.ts";
import { bucketNameOf, bucketOfName, isBucketName, skuOfName } from "./stock-bucket.ts";
import { listLevels } from "./stock-store.ts";

/** SKUs of one turn. */
export const LEDGERS_TURN = 50;
/** Go on with `next` until it is null; begin with an empty text. */
export type LedgersTurn = { checked: number; differs: string[]; next: string | null };
/** Entries followed in one turn, over all its SKUs, and in one call of an object: seconds of work for them. */
const LIMITS = { turnMax: 20_000, callMax: 10_000 };
const CHAIN_CURSOR = /^(\d{1,16}) (.*)$/s;

/** `told`: the entry that the rest of the store was once told of. Of a split SKU it is told as a sum, and is not looked at. */
type Ledger = { name: string; told: number };

/**
 * Follows the ledgers of a stretch of SKUs entry by entry, buckets included. What is broken is told as the SKU and the
 * entry's number; a ledger shorter than what was once told of it has lost its end. `after` is `0 sku`: the SKUs after it; or
 * `number name`: that ledger from that entry on, and the SKUs after it.
 */
export async function checkLedgers(world: World, after: string, limits = LIMITS): Promise<LedgersTurn> {
  const [, digits = "0", at = ""] = CHAIN_CURSOR.exec(after) ?? [];
  const from = Number(digits);
  const rest = await listSkus(world, skuOfName(at), LEDGERS_TURN);
  const all = await ledgersOf(world, from > 0 ? [skuOfName(at), ...rest] : rest);
  const begun = from > 0 ? all.findIndex(({ name }) => name === at) : 0;
  const differs: string[] = [];
  let checked = 0;
  for (const ledger of all.slice(Math.max(0, begun))) {
    for (let number: number | null = ledger.name === at && from > 0 ? from - 1 : 0; number !== null; ) {
      if (checked >= limits.turnMax) return { checked, differs, next: `${number + 1} ${ledger.name}` };
      const turn = await followLedger(world, ledger, { number, limit: limits.callMax });
      if (turn.brokenAt !== null) differs.push(`${shownName(ledger.name)} entry ${turn.brokenAt}`);
      checked += turn.checked;
      number = turn.next;
    }
  }
  const last = rest.length === LEDGERS_TURN ? rest.at(-1) : undefined;
  return { checked, differs, next: last === undefined ? null : `0 ${last}` };
}

/** Of these SKUs, those that were ever told of; each followed by its buckets'. */
async function ledgersOf(world: World, skus: readonly string[]): Promise<Ledger[]> {
  const rows = new Map((await listLevels(world.catalog, skus)).map((row) => [row.sku, row.ledgerNumber]));
  const ledgers: Ledger[] = [];
  for (const sku of skus) {
    const told = rows.get(sku);
    if (told === undefined) continue;
    const { bucketsEver } = await world.stockOf(sku).levels();
    ledgers.push({ name: sku, told: bucketsEver === 0 ? told : 0 });
    for (let bucket = 0; bucket < bucketsEver; bucket += 1) ledgers.push({ name: bucketNameOf(sku, bucket), told: 0 });
  }
  return ledgers;
}

async function followLedger(
  world: World,
  { name, told }: Ledger,
  { number, limit }: { number: number; limit: number },
): Promise<ChainTurn> {
  const turn = await world.stockOf(name).followChain(number, limit);
  const end = number + turn.checked;
  return turn.next === null && turn.brokenAt === null && end < told ? { ...turn, brokenAt: end + 1 } : turn;
}

const shownName = (name: string): string =>
  isBucketName(name) ? `${skuOfName(name)} bucket ${bucketOfName(name)}` : name;
