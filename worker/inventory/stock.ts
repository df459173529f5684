export type StockProblem =
  | { code: "stock.insufficient"; available: number }
  | {
      code:
        | "stock.sku_unknown"
        | "stock.below_held"
        | "stock.operation_differs"
        | "stock.hold_differs"
        | "stock.hold_released"
        | "stock.hold_committed"
        | "stock.hold_unknown";
    };
/** `number` is that of the ledger's last entry; 0 means the ledger was never opened. */
export type StockLevels = { sku: string; onHand: number; held: number; available: number; number: number };
export type StockEntry = {
  number: number;
  atMs: number;
  kind: string;
  byId: string;
  facts: Readonly<Record<string, string | number>>;
};
