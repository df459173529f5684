/** Why books refuse an ask. Whose they are is said by whoever asks: a SKU's are told as `stock.…`. */

/** An ask came before the ledger was opened: the caller opens it with what there is and asks again. */
export type UnopenedLedger = { code: "unopened" };
export type LedgerProblem =
  | { code: "insufficient"; available: number }
  /** So many more the buyer may have. */
  | { code: "buyer_limit"; left: number }
  | { code: "below_held"; held: number }
  | { code: "transfer_over"; left: number }
  | {
      code:
        | "operation_differs"
        | "hold_differs"
        | "hold_released"
        | "hold_committed"
        | "hold_unknown"
        | "transfer_unknown"
        | "transfer_closed"
        | "too_many_transfers";
    };
