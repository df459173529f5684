/**
 * A SKU that too many want at once is split: its units are lent to bucket objects, each the only writer of what it borrowed.
 * Every shopper has one bucket, so a hold lies in one place that is known beforehand.
 */
import { shardOfKey } from "../base/id.ts";
import type { Part } from "../ledger/ledger.ts";
import type { StockProblem, UnopenedStock } from "./stock.ts";

export const BUCKETS_MAX = 64;
/** No SKU holds a line break, so no SKU's name is a bucket's. */
const SEPARATOR = "\n";

/** The object that holds a shopper's units; the SKU's own where it is not split. `shopper` is any key of theirs. */
export const stockNameOf = (sku: string, buckets: number, shopper: string): string =>
  buckets === 0 ? sku : bucketNameOf(sku, shardOfKey(shopper) % buckets);
export const bucketNameOf = (sku: string, bucket: number): string => `${sku}${SEPARATOR}${bucket}`;
export const skuOfName = (name: string): string => name.split(SEPARATOR, 1)[0] ?? name;
/** The bucket's number; -1 of a SKU's own object. */
export const bucketOfName = (name: string): number => Number(name.split(SEPARATOR)[1] ?? -1);
export const isBucketName = (name: string): boolean => name.includes(SEPARATOR);

/** `min` at least; more where there is plenty. Terms as in `HoldTerms`. */
export type LoanAsk = {
  loanId: string;
  borrower: string;
  min: number;
  keepBack: number;
  accounts: readonly string[] | null;
};
/** `scarce`: there is little left, so what comes free is to be given back at once. */
export type Loan = { parts: readonly Part[]; scarce: boolean };
export type LoanAnswer = { ok: true; value: Loan } | { ok: false; problem: StockProblem | UnopenedStock };
/** What a bucket borrowed last, as its lender knows it: a reply may have been lost. */
export type LastLoan = { loanId: string; parts: readonly Part[] } | null;
export type Repayment = { operationId: string; borrower: string; parts: readonly Part[] };

/** Between the object of a split SKU and its buckets. */
export type StockLender = {
  lend(ask: LoanAsk): Promise<LoanAnswer>;
  repay(repayment: Repayment): Promise<void>;
  /** Over so many buckets from now on; 0 joins them. Done while selling. */
  split(buckets: number): Promise<void>;
  /** Holds asked for in the last minute; of a bucket too. */
  pressure(): Promise<number>;
};
export type StockBorrower = {
  /** Gives back every unit that is not held, and from now on what comes free; answers how many are still held. */
  giveBack(last: LastLoan): Promise<{ held: number }>;
};
