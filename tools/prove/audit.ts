/** Whether a store kept its promises: each breach in words, none when it did. Pure, so that a test can break each one. */
import type { StockEntry } from "../../worker/inventory/stock.ts";
import type { Facts, Ledger } from "./facts.ts";

/**
 * Totals of the whole run. `leakedHolds`, `orphanOrders`, `chargedForNothing` and `mailsTwice` are 0 where nothing is
 * wrong.
 */
export type Figures = {
  received: number;
  onHand: number;
  sold: number;
  /** Loans to buckets of split SKUs, and units sent from one location to another. */
  loans: number;
  transfers: number;
  orders: number;
  paid: number;
  paidMinor: number;
  refundedMinor: number;
  leakedHolds: number;
  orphanOrders: number;
  chargedForNothing: number;
  mails: number;
  /** Second mails to one receiver about one event. */
  mailsTwice: number;
  /** Sendings beyond a mail's first: whoever received them has one mail. */
  sendsRepeated: number;
  /** Mails that a kill cut off while they were handed over: doctor lists them. */
  mailsUnsure: number;
};
/** `breaches` is empty when every promise was kept. */
export type Audit = { breaches: string[]; figures: Figures };

/** States in which a checkout waits for nobody. */
const OVER = new Set(["paid", "expired", "abandoned", "refused"]);

/** For facts of a store that has come to rest: whatever still waits counts as a breach. */
export function auditFacts(facts: Facts): Audit {
  const breaches: string[] = [];
  const says = (breach: string) => void breaches.push(breach);
  const books = facts.ledgers.map((ledger) => auditLedger(ledger, says));
  auditLoans(facts.ledgers, says);
  const sold = auditSales(facts, books, says);
  const { orphans } = auditOrders(facts, says);
  const { forNothing } = auditCharges(facts, says);
  const mails = auditMails(facts, says);
  for (const { id, state } of facts.checkouts)
    if (!OVER.has(state)) says(`checkout ${id} is still ${state} when all is over`);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    breaches,
    figures: {
      received: sum(books.map((book) => book.received)),
      onHand: sum(facts.ledgers.map((ledger) => ledger.levels.onHand)),
      sold,
      loans: countOf(facts, "lent"),
      transfers: countOf(facts, "sent"),
      orders: facts.orders.length,
      paid: facts.charges.length,
      paidMinor: sum(facts.charges.map(({ paidMinor }) => paidMinor)),
      refundedMinor: sum(facts.charges.map(givenBack)),
      leakedHolds: sum(books.map((book) => book.open)),
      orphanOrders: orphans,
      chargedForNothing: forNothing,
      ...mails,
    },
  };
}

const countOf = ({ ledgers }: Facts, kind: StockEntry["kind"]): number =>
  ledgers.reduce((sum, { entries }) => sum + entries.filter((entry) => entry.kind === kind).length, 0);

type Says = (breach: string) => void;
type Book = { sku: string; received: number; open: number; committed: Map<string, number> };

/** Kinds that bring units onto the shelves, by what their quantity says, and those that take free units from them. */
const IN = new Set(["received", "returned", "adjusted", "counted", "arrived", "repaid", "borrowed"]);
const OUT = new Set(["sent", "filled", "lent", "gave_back"]);
const HOLDS = new Set(["held", "extended", "committed", "released"]);
/** Where units are sold that are not here yet: none of the shelves. */
const PROMISE = "promise";

/** Keeps the books anew, by arithmetic of its own. A hold that takes from several locations has an entry for each. */
function auditLedger({ name, sku, levels, entries }: Ledger, says: Says): Book {
  const open = new Map<string, { quantity: number; expiresAtMs: number }>();
  const committed = new Map<string, number>();
  let [received, sold] = [0, 0];
  for (const [index, { number, kind, facts, atMs }] of entries.entries()) {
    const [quantity, holdId] = [facts.location === PROMISE ? 0 : Number(facts.quantity), String(facts.holdId)];
    const part = `${holdId} at ${facts.location ?? ""}`;
    const wrong = (what: string) => says(`${name} entry ${number}: ${what}`);
    if (number !== index + 1) wrong("a number is missing");
    if (IN.has(kind)) received += quantity;
    else if (OUT.has(kind)) received -= quantity;
    else if (kind === "held") open.set(part, { quantity, expiresAtMs: Number(facts.expiresAtMs) });
    else if (HOLDS.has(kind) && !open.has(part)) wrong(`${kind} a hold that was not open`);
    else if (kind === "extended") open.set(part, { quantity, expiresAtMs: Number(facts.expiresAtMs) });
    else if (HOLDS.has(kind)) {
      open.delete(part);
      if (kind === "committed") committed.set(holdId, (committed.get(holdId) ?? 0) + Number(facts.quantity));
      if (kind === "committed") sold += quantity;
    }
    const held = [...open.values()].reduce((sum, hold) => sum + hold.quantity, 0);
    if (received - sold - held < 0) wrong(`${sold} sold and ${held} held of ${received} received, at ${atMs}`);
    if (facts.onHand !== received - sold || facts.held !== held) wrong("its levels are not what came before it");
  }
  if (levels.onHand !== received - sold) says(`${name}: ${levels.onHand} on hand, but ${received} - ${sold} are left`);
  if (open.size > 0) says(`${name}: ${open.size} holds are open when all is over`);
  if (levels.held !== 0) says(`${name}: ${levels.held} units are held when all is over`);
  return { sku, received, open: open.size, committed };
}

/** What a SKU's own ledger lent and did not get back is what its buckets borrowed and did not give back. */
function auditLoans(ledgers: readonly Ledger[], says: Says): void {
  const sum = (entries: readonly StockEntry[], kind: string) =>
    entries.filter((entry) => entry.kind === kind).reduce((total, { facts }) => total + Number(facts.quantity), 0);
  for (const [sku, own] of Map.groupBy(ledgers, (ledger) => ledger.sku)) {
    const entries = own.flatMap((ledger) => ledger.entries);
    const lent = sum(entries, "lent") - sum(entries, "repaid");
    const borrowed = sum(entries, "borrowed") - sum(entries, "gave_back");
    if (lent !== borrowed) says(`${sku}: ${lent} units are lent, and ${borrowed} borrowed, when all is over`);
  }
}

/** Each line of each order was committed once, and nothing else was. Answers the units sold. */
function auditSales({ orders, lines }: Facts, books: readonly Book[], says: Says): number {
  const checkoutOf = new Map(orders.map(({ id, checkoutId }) => [id, checkoutId]));
  const wanted = new Map<string, number>();
  for (const { orderId, sku, quantity } of lines) wanted.set(`${checkoutOf.get(orderId)}:${sku}`, quantity);
  const seen = new Map<string, number>();
  let sold = 0;
  for (const { sku, committed } of books)
    for (const [holdId, quantity] of committed) {
      const line = holdId.slice(0, holdId.lastIndexOf(":"));
      seen.set(line, (seen.get(line) ?? 0) + 1);
      sold += quantity;
      if (!wanted.has(line)) says(`${sku}: ${quantity} sold by ${holdId}, and no order has them`);
      else if (wanted.get(line) !== quantity)
        says(`${sku}: ${quantity} sold by ${holdId}, ordered ${wanted.get(line)}`);
    }
  for (const line of wanted.keys())
    if (seen.get(line) !== 1) says(`order line ${line} was committed ${seen.get(line) ?? 0} times`);
  return sold;
}

/** Every order was paid, in full, by one charge of its own checkout. */
function auditOrders({ orders, charges, checkouts }: Facts, says: Says): { orphans: number } {
  const orderOfCheckout = new Map<string, string>();
  let orphans = 0;
  for (const { id, checkoutId, totalMinor, committed } of orders) {
    const other = orderOfCheckout.get(checkoutId);
    if (other !== undefined) says(`checkout ${checkoutId} has two orders, ${other} and ${id}`);
    orderOfCheckout.set(checkoutId, id);
    if (!committed) says(`order ${id} was never finished`);
    const paid = charges.some((charge) => charge.checkoutId === checkoutId && charge.paidMinor === totalMinor);
    if (paid) continue;
    orphans += 1;
    says(`order ${id} was not paid for`);
  }
  for (const { id, state, orderId } of checkouts)
    if ((state === "paid") !== (orderId !== null) || (orderId !== null && orderOfCheckout.get(id) !== orderId))
      says(`checkout ${id} is ${state} with order ${orderId}, and its order is ${orderOfCheckout.get(id)}`);
  return { orphans };
}

/** Nobody paid for nothing: a charge is an order's, or went back whole. No refund was made twice. */
function auditCharges({ orders, charges, refunds }: Facts, says: Says): { forNothing: number } {
  const orderOf = new Map(orders.map((order) => [order.checkoutId, order]));
  const taken = new Set<string>();
  let forNothing = 0;
  for (const charge of charges) {
    const { paymentId, checkoutId, paidMinor } = charge;
    const back = givenBack(charge);
    const asked = refunds.filter((refund) => refund.paymentId === paymentId && refund.state === "succeeded");
    const askedMinor = asked.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    if (askedMinor !== back) says(`${paymentId}: ${back} went back at the provider, ${askedMinor} in the store`);
    if (back > paidMinor) says(`${paymentId}: ${back} went back of ${paidMinor}`);
    const isOrders = orderOf.get(checkoutId)?.totalMinor === paidMinor && !taken.has(checkoutId);
    if (isOrders) taken.add(checkoutId);
    if (isOrders || back === paidMinor) continue;
    forNothing += 1;
    says(`${paymentId}: ${paidMinor} paid, no order, and ${back} went back`);
  }
  for (const { id, state } of refunds) if (state === "pending") says(`refund ${id} is still pending when all is over`);
  return { forNothing };
}

const givenBack = ({ refunds }: Facts["charges"][number]): number =>
  refunds.filter(({ status }) => status !== "failed").reduce((sum, { amountMinor }) => sum + amountMinor, 0);

type MailFigures = Pick<Figures, "mails" | "mailsTwice" | "sendsRepeated" | "mailsUnsure">;
/** Told once to each who is told; of the others there may be several about one order, each by its id. */
const TOLD_ONCE = /^(order\.placed|checkout\.[a-z_]+):/;

/** Every mail is about an order that there is, and nobody got two about one event. */
function auditMails({ mails, inboxes, orders }: Facts, says: Says): MailFigures {
  const known = new Set(orders.map(({ id }) => `order.placed:${id}`));
  for (const { id } of mails)
    if (id.startsWith("order.placed:") && !known.has(id)) says(`mail ${id} is about no order`);
  const begun = new Set(mails.map(({ id }) => id));
  for (const { id, to } of inboxes) if (!begun.has(id)) says(`mail ${id} to ${to} was sent, and nobody began it`);
  const eventOf = ({ id, to, subject }: Facts["inboxes"][number]) => {
    const kind = TOLD_ONCE.exec(id)?.[1];
    return kind ? `${kind} "${subject}" to ${to}` : `${id} to ${to}`;
  };
  let mailsTwice = 0;
  for (const [event, same] of Map.groupBy(inboxes, eventOf)) {
    mailsTwice += same.length - 1;
    if (same.length > 1)
      says(`${event}: one event led to ${same.length} mails, ${same.map(({ id }) => id).join(", ")}`);
  }
  return {
    mails: inboxes.length,
    mailsTwice,
    sendsRepeated: inboxes.reduce((sum, { sends }) => sum + sends - 1, 0),
    mailsUnsure: mails.filter(({ state }) => state !== "sent").length,
  };
}
