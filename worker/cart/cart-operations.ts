/**
 * Which changes a cart has seen, so that one sent again is done once. The last ones are kept: a client repeats within
 * seconds, and a cart's state stays small. The store's own are kept apart from shoppers', which can neither take their ids nor
 * push them out.
 */
import type { CartChange } from "./cart.ts";

/** Of each list. A change that comes again after so many others is done again. */
export const OPERATIONS_KEPT = 100;

/** `about` tells a repeat from another change under the same id. */
export type Operation = { id: string; about: string };
export type KeptOperations = { operations: readonly Operation[]; own?: readonly Operation[] };
/** `differs`: the id was used before for another change. */
export type Seen = "new" | "repeat" | "differs";

/** Of `absorb` and `takeOut` only the id counts: other lines under the same id are taken for a repeat. */
export const operationOf = (id: string, change: CartChange): Operation => ({ id, about: aboutOf(change) });

export function seenBefore(operations: readonly Operation[], { id, about }: Operation): Seen {
  const known = operations.find((operation) => operation.id === id);
  if (!known) return "new";
  return known.about === about ? "repeat" : "differs";
}

/** Made by the store itself, not by a shopper. */
const isStores = ({ kind }: CartChange): boolean => kind === "absorb" || kind === "takeOut" || kind === "claim";

/** Those that a change is held against. Carts from before kept all in one list. */
export const rivalsOf = ({ operations, own = [] }: KeptOperations, change: CartChange): readonly Operation[] =>
  isStores(change) ? [...own, ...operations.filter(({ about }) => about === aboutOf(change))] : operations;

/** With the change just made. */
export const rememberIn = (
  { operations, own = [] }: KeptOperations,
  change: CartChange,
  id: string,
): KeptOperations => {
  const operation = operationOf(id, change);
  return isStores(change)
    ? { operations, own: rememberOperation(own, operation) }
    : { operations: rememberOperation(operations, operation), own };
};

/** A new list, the newest last. */
export const rememberOperation = (operations: readonly Operation[], operation: Operation): Operation[] =>
  [...operations, operation].slice(-OPERATIONS_KEPT);

/** What the client asked for, without what the server looked up (a price may differ at the repeat). */
function aboutOf(change: CartChange): string {
  switch (change.kind) {
    case "add":
    case "set":
      return `${change.kind}:${change.line.sku}:${change.line.quantity}`;
    case "changeMarket":
      return `${change.kind}:${change.market}`;
    case "claim":
      return `${change.kind}:${change.customerId}`;
    case "absorb":
    case "takeOut":
      return change.kind;
  }
}
