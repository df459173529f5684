/** What a question of the bench is: one kind of visit, of which one part is timed. Each has a file of its own. */
import type { Client } from "./client.ts";

/** What a visit needs to know; plain data, for it goes to another thread. */
export type Place = {
  storeUrl: string;
  bareUrl: string;
  paymentsUrl: string;
  slugs: readonly string[];
  skus: readonly string[];
};

/** One visitor, from the start of a run to its end. `timed` measures the part that the question is about. */
export type Visit = {
  client: Client;
  place: Place;
  /** Which visitor this is, from 0. */
  number: number;
  /** How many visits this visitor has made. */
  round: number;
  /** Carts made before the clock started. */
  carts: string[];
  timed<Value>(work: () => Promise<Value>): Promise<Value>;
};

/**
 * The default export of a question's file. Throws when an answer is not the expected one. A run ends early when a visitor
 * is out of carts.
 */
export type Question = {
  visit(visit: Visit): Promise<void>;
  /** Makes one cart; done so often for each visitor before the clock starts. */
  carts?: { count: number; make(visit: Visit): Promise<string> };
};
