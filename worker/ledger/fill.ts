/** Units that come free are set aside at once for what was sold before they were here. */
import { type Books, type LedgerEvent, levelAfter, levelOf, type OperationEvent, PROMISE } from "./ledger.ts";

/** Its own id, so that an operation and what it filled are told apart. */
export const fillIdOf = (operationId: string): string => `${operationId}:fill`;

/** What follows these events: while units are owed, none is free. They were decided against these books, and not folded in. */
export function fillsAfter(
  books: Readonly<Books>,
  events: readonly LedgerEvent[],
  operationId: string,
): OperationEvent[] {
  let owed = books.owed;
  const free = new Map([...books.accounts].map(([account, { onHand, held }]) => [account, onHand - held]));
  for (const event of events) {
    const { kind, account, quantity } = event;
    const { onHand, held } = levelAfter({ onHand: 0, held: 0 }, kind, quantity);
    free.set(account, (free.get(account) ?? freeOf(books, account)) + onHand - held);
    if (account === PROMISE && kind === "committed") owed += quantity;
    if (kind === "cleared") owed -= quantity;
  }
  const fills: OperationEvent[] = [];
  for (const [account, units] of free) {
    const quantity = account === PROMISE ? 0 : Math.min(owed, units);
    if (quantity <= 0) continue;
    fills.push({ kind: "filled", operationId: fillIdOf(operationId), account, quantity });
    owed -= quantity;
  }
  const filled = fills.reduce((sum, { quantity }) => sum + quantity, 0);
  if (filled === 0) return [];
  return [...fills, { kind: "cleared", operationId: fillIdOf(operationId), account: PROMISE, quantity: filled }];
}

const freeOf = (books: Readonly<Books>, account: string): number => {
  const { onHand, held } = levelOf(books, account);
  return onHand - held;
};
