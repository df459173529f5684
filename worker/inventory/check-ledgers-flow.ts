/** Is every ledger still what was written? Recomputes hashes and levels, entry by entry. */
import { listSkus } from "../catalog/staff-figures-store.ts";
import type { ChainTurn } from "../ledger/ledger-keeper.ts";
import type { World } from "../world.ts";
import { listLevels } from "./stock-store.ts";

/** SKUs of one turn. */
export const LEDGERS_TURN = 50;
/** Go on with `next` until it is null; begin with an empty text. */
export type LedgersTurn = { checked: number; differs: string[]; next: string | null };
/** Entries followed in one turn, over all its SKUs, and in one call of an object: seconds of work for them. */
const LIMITS = { turnMax: 20_000, callMax: 10_000 };
const CHAIN_CURSOR = /^(\d{1,16}) (.*)$/s;

/**
 * Follows the ledgers of a stretch of SKUs entry by entry. What is broken is told as the SKU and the entry's number; a
 * ledger shorter than what was once told of it has lost its end. `after` is `number sku`: that SKU from that entry on.
 */
export async function checkLedgers(world: World, after: string, limits = LIMITS): Promise<LedgersTurn> {
  const [, from = "0", at = ""] = CHAIN_CURSOR.exec(after) ?? [];
  const rest = await listSkus(world, at, LEDGERS_TURN);
  const told = new Map((await listLevels(world.catalog, [at, ...rest])).map((row) => [row.sku, row.ledgerNumber]));
  const skus = (Number(from) > 0 ? [at, ...rest] : rest).filter((sku) => told.has(sku));
  const differs: string[] = [];
  let checked = 0;
  for (const [index, sku] of skus.entries()) {
    for (let number: number | null = sku === at ? Number(from) : 0; number !== null; ) {
      if (checked >= limits.turnMax) {
        const goesOn = number === 0 ? `0 ${skus[index - 1]}` : `${number} ${sku}`;
        return { checked, differs, next: goesOn };
      }
      const turn = await followStock(world, sku, { number, told: told.get(sku) ?? 0, limit: limits.callMax });
      if (turn.brokenAt !== null) differs.push(`${sku} entry ${turn.brokenAt}`);
      checked += turn.checked;
      number = turn.next;
    }
  }
  const last = rest.length === LEDGERS_TURN ? rest.at(-1) : undefined;
  return { checked, differs, next: last === undefined ? null : `0 ${last}` };
}

async function followStock(
  world: World,
  sku: string,
  { number, told, limit }: { number: number; told: number; limit: number },
): Promise<ChainTurn> {
  const turn = await world.stockOf(sku).followChain(number, limit);
  const end = number + turn.checked;
  return turn.next === null && turn.brokenAt === null && end < told ? { ...turn, brokenAt: end + 1 } : turn;
}
