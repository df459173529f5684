/**
 * What must hold of a store, whatever was done to it. Each checker is plain arithmetic over what was read, and answers each
 * breach in words. `always`: after every step, also in the middle of a purchase. `at rest`: once everything that was begun
 * has ended.
 */
import {
  CAME_IN,
  eachLedger,
  eachSku,
  FILLED,
  followHolds,
  isHere,
  LOST,
  ON_HAND,
  onTheirWay,
  SOLD,
  salesOf,
  sum,
  total,
  unitsOf,
} from "./ledger-sums.ts";
import type { StoreBooks } from "./store-books.ts";

export type Invariant = {
  id: string;
  says: string;
  holds: "always" | "at rest";
  breaches(books: StoreBooks): string[];
};

const OVER = new Set(["paid", "expired", "abandoned", "refused"]);

const backOf = ({ refunds }: StoreBooks["charges"][number]): number =>
  sum(refunds.filter(({ status }) => status !== "failed").map(({ amountMinor }) => amountMinor));

export const INVARIANTS: readonly Invariant[] = [
  {
    id: "units",
    says: "For each SKU, its buckets among it: what came in, was returned, corrected and counted is on hand, was sold, was set aside for what was sold before, was lost, or is on its way between locations or objects. Entries are numbered without a gap.",
    holds: "always",
    breaches: (books) => [
      ...eachLedger(books, ({ levels, entries }) => {
        const strange = entries.filter(({ kind }) => !(kind in ON_HAND)).map(({ kind }) => `unknown kind ${kind}`);
        const gaps = entries
          .filter(({ number }, index) => number !== index + 1)
          .map(({ number }) => `gap at ${number}`);
        const onHand = sum(entries.filter(isHere).map((entry) => (ON_HAND[entry.kind] ?? 0) * unitsOf(entry)));
        const told = entries.at(-1)?.facts.onHand ?? 0;
        const isRight = onHand === levels.onHand && onHand === told;
        return [...strange, ...gaps, ...(isRight ? [] : [`${levels.onHand} on hand, entries say ${onHand}`])];
      }),
      ...eachSku(books, (own, entries) => {
        const onHand = sum(own.map(({ levels }) => levels.onHand));
        const { between, lent } = onTheirWay(entries);
        const there = onHand + total(entries, SOLD, FILLED, LOST) + between + lent;
        const came = total(entries, ...CAME_IN);
        return came === there ? [] : [`${came} came in, ${there} are accounted for`];
      }),
    ],
  },
  {
    id: "moved",
    says: "No more arrives or is lost than was sent; no more is borrowed than was lent, nor repaid than was given back.",
    holds: "always",
    breaches: (books) =>
      eachSku(books, (_, entries) => {
        const { between, lent, borrowing, repaying } = onTheirWay(entries);
        const wrong = [between, lent, borrowing, repaying].some((units) => units < 0);
        return wrong ? [`on their way: ${between} sent, ${borrowing} lent, ${repaying} given back`] : [];
      }),
  },
  {
    id: "holds",
    says: "For each SKU, what is held is the sum of the open holds; a hold is placed once and settled once, whole.",
    holds: "always",
    breaches: (books) =>
      eachLedger(books, ({ levels, entries }) => {
        const { open, missteps } = followHolds(entries);
        const held = sum(open.filter((hold) => hold.isHere).map(({ units }) => units));
        return held === levels.held ? missteps : [...missteps, `${levels.held} held, open holds say ${held}`];
      }),
  },
  {
    id: "oversold",
    says: "No unit is held or sold that is not there, at any entry.",
    holds: "always",
    breaches: (books) =>
      eachLedger(books, ({ entries }) =>
        entries
          .filter(({ facts }) => Number(facts.held) < 0 || Number(facts.held) > Number(facts.onHand))
          .map(({ number, facts }) => `entry ${number}: ${facts.held} held of ${facts.onHand}`),
      ),
  },
  {
    id: "once",
    says: "Every line of a paid order is committed once, with the units that were ordered.",
    holds: "always",
    breaches: (books) => {
      const sales = salesOf(books);
      return books.orders.flatMap(({ id, checkoutId, committed }) =>
        books.lines
          .filter(({ orderId }) => orderId === id)
          .flatMap(({ sku, quantity }) => {
            const units = sum(sales.get(`${checkoutId}:${sku}`) ?? []);
            // While it is still being committed there is none yet.
            return units === quantity || (units === 0 && !committed)
              ? []
              : [`${sku} of ${id}: ${units} sold of ${quantity}`];
          }),
      );
    },
  },
  {
    id: "paid",
    says: "Nothing is committed without a payment that the provider has taken, and no order is written without one.",
    holds: "always",
    breaches: (books) => {
      const paid = new Map(books.orders.map(({ checkoutId, totalMinor }) => [checkoutId, totalMinor]));
      const isPaid = (id: string) =>
        books.charges.some((charge) => charge.checkoutId === id && charge.paidMinor === paid.get(id)) &&
        books.payments.some((payment) => payment.checkoutId === id && payment.amountMinor === paid.get(id));
      const sold = [...salesOf(books).keys()].map((line) => line.slice(0, line.indexOf(":")));
      const unpaid = [...new Set([...sold, ...paid.keys()])].filter((id) => !isPaid(id));
      return unpaid.map((id) => `checkout ${id} has goods, and no payment`);
    },
  },
  {
    id: "within",
    says: "No payment gives back more than it brought in, and no more units of an order go back than were sold.",
    holds: "always",
    breaches: (books) => [
      ...books.charges
        .filter((charge) => backOf(charge) > charge.paidMinor)
        .map((charge) => `${charge.paymentId}: ${backOf(charge)} of ${charge.paidMinor} went back`),
      ...books.payments.flatMap(({ id, amountMinor }) => {
        const asked = books.refunds.filter(({ paymentId, state }) => paymentId === id && state !== "failed");
        const askedMinor = sum(asked.map((refund) => refund.amountMinor));
        return askedMinor > amountMinor ? [`${id}: ${askedMinor} asked back of ${amountMinor}`] : [];
      }),
    ],
  },
  {
    id: "nothing",
    says: "Nobody is charged without goods or the money back: every order's units are sold, every other charge went back whole.",
    holds: "at rest",
    breaches: (books) => [
      ...books.charges.flatMap((charge) => {
        const order = books.orders.find(({ checkoutId }) => checkoutId === charge.checkoutId);
        if (order) return order.committed ? [] : [`order ${order.id} has not its units`];
        return backOf(charge) === charge.paidMinor ? [] : [`${charge.paymentId} is kept, for nothing`];
      }),
      ...books.checkouts
        .filter(({ state }) => !OVER.has(state))
        .map(({ id, state }) => `checkout ${id} is still ${state}`),
      ...books.refunds.flatMap(({ id, state, restock }) => [
        ...(state === "pending" ? [`refund ${id} is still pending`] : []),
        ...(state === "failed" ? [] : restock)
          .filter((line) => !isRestocked(books, id, line))
          .map(({ sku }) => `refund ${id} did not put ${sku} back`),
      ]),
    ],
  },
  {
    id: "expired",
    says: "Nothing is held past its expiry, nor for a checkout that is over.",
    holds: "at rest",
    breaches: (books) =>
      eachLedger(books, ({ entries }) => {
        const isOver = (id: string) => OVER.has(books.checkouts.find((checkout) => checkout.id === id)?.state ?? "");
        return followHolds(entries)
          .open.filter(({ holdId, expiresAtMs }) => expiresAtMs <= books.nowMs || isOver(holdId.split(":")[0] ?? ""))
          .map(({ holdId, units }) => `${units} still held by ${holdId}`);
      }),
  },
  {
    id: "loans",
    says: "Nothing is on its way between a SKU's object and its buckets.",
    holds: "at rest",
    breaches: (books) =>
      eachSku(books, (_, entries) => {
        const { lent } = onTheirWay(entries);
        return lent === 0 ? [] : [`${lent} are lent, and nobody has them`];
      }),
  },
  {
    id: "projections",
    says: "Projections equal their source: levels are the objects', an order is in its customer's list.",
    holds: "at rest",
    breaches: (books) => [
      ...eachSku(books, (own, entries) => {
        const now = {
          onHand: sum(own.map(({ levels }) => levels.onHand)),
          held: sum(own.map(({ levels }) => levels.held)),
        };
        const kept = own.find(({ projected }) => projected)?.projected;
        const isSame = kept?.onHand === now.onHand && kept.held === now.held;
        return isSame || entries.length === 0 ? [] : [`projected ${JSON.stringify(kept)}, is ${JSON.stringify(now)}`];
      }),
      ...books.orders
        .filter(({ customerId, listed }) => customerId !== null && !listed)
        .map(({ id }) => `order ${id} is not in its customer's list`),
    ],
  },
];

const isRestocked = ({ ledgers }: StoreBooks, id: string, { sku, quantity }: { sku: string; quantity: number }) =>
  ledgers.some(
    (ledger) =>
      ledger.sku === sku &&
      sum(ledger.entries.filter(({ facts }) => String(facts.operationId).startsWith(`restock:${id}:`)).map(unitsOf)) ===
        quantity,
  );

/** What must hold now, but for those `excepted` by id: the ids of what was checked, and every breach in words. */
export function checkStore(
  books: StoreBooks,
  when: Invariant["holds"],
  excepted: readonly string[] = [],
): { checked: string[]; breaches: string[] } {
  const due = INVARIANTS.filter(
    ({ id, holds }) => (holds === "always" || when === "at rest") && !excepted.includes(id),
  );
  const breaches = due.flatMap(({ id, breaches: find }) => find(books).map((breach) => `${id}: ${breach}`));
  return { checked: due.map(({ id }) => id), breaches };
}
