/** A ledger's row as staff and programs see it: accounts are locations. */
import { eventOf, type LedgerRow } from "../ledger/ledger-rows.ts";
import type { StockEntry } from "./stock.ts";

/** What `ref` means, by kind. */
const REFS: Partial<Record<StockEntry["kind"], string>> = {
  sent: "to",
  arrived: "transferId",
  lost: "transferId",
  lent: "borrower",
  repaid: "borrower",
};

/** Who the buyer is stays in the ledger. */
export function entryOf(row: Readonly<LedgerRow>): StockEntry {
  const { kind, account, ...event } = eventOf(row);
  const { buyer: _buyer, ref, ...facts } = { buyer: null, ref: undefined, ...event };
  const named = REFS[kind];
  return {
    number: row.number,
    atMs: row.at_ms,
    kind,
    byId: row.by_id,
    facts: {
      ...facts,
      location: account,
      ...(named !== undefined && ref !== undefined && { [named]: ref }),
      onHand: row.on_hand,
      held: row.held,
      locationOnHand: row.account_on_hand,
      locationHeld: row.account_held,
    },
  };
}
