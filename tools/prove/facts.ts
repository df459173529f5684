/** All that is known after a run, read from the store's databases, its objects, and the payment provider's own books. */
import type { StockEntry, StockLevels } from "../../worker/inventory/stock.ts";
import type { LocalStore } from "../local-store.ts";
import type { Kept } from "../stripe-emulator/kept.ts";
import type { StoreClient } from "./store-client.ts";

/** Entries are all of them, oldest first. `name` tells a SKU's own ledger from those of its buckets. */
export type Ledger = {
  name: string;
  sku: string;
  levels: Pick<StockLevels, "onHand" | "held">;
  entries: readonly StockEntry[];
};
export type CheckoutFact = { id: string; state: string; orderId: string | null };
/** `committed`: its units were turned from held into sold. */
export type OrderFact = { id: string; checkoutId: string; totalMinor: number; placedAtMs: number; committed: boolean };
export type LineFact = { orderId: string; sku: string; quantity: number };
export type RefundFact = { id: string; paymentId: string; amountMinor: number; state: string };
/** `checkoutId` is what the store wrote into the payment's metadata. */
export type ChargeFact = {
  paymentId: string;
  checkoutId: string;
  paidMinor: number;
  refunds: readonly ProviderRefund[];
};
/** `id` is the provider's; `refundId` is the store's own, empty where the provider was told none. */
export type ProviderRefund = { id: string; refundId: string; amountMinor: number; status: string };
/** `id` says what it is about. `sent`, or where its sending was left. */
export type MailFact = { id: string; state: string };
/** A mail that somebody has in the inbox; `sends` is how often it was sent. */
export type InboxFact = { id: string; to: string; subject: string; sends: number };

/** Orders come as they were placed, the first one first. `charges` are what the provider took. */
export type Facts = {
  ledgers: readonly Ledger[];
  checkouts: readonly CheckoutFact[];
  orders: readonly OrderFact[];
  lines: readonly LineFact[];
  refunds: readonly RefundFact[];
  charges: readonly ChargeFact[];
  mails: readonly MailFact[];
  inboxes: readonly InboxFact[];
};

/**
 * Ledgers of these SKUs are asked for over the API, charges are in the provider's books; the rest is read from the
 * databases.
 */
export async function readFacts(
  store: LocalStore,
  { client, kept, skus }: { client: StoreClient; kept: Kept; skus: readonly string[] },
): Promise<Facts> {
  const [orders, accounts] = [await store.database("ORDERS"), await store.database("ACCOUNTS")];
  const rows = async <Row>(db: D1Database, query: string) => (await db.prepare(query).all<Row>()).results;
  return {
    ledgers: (await Promise.all(skus.map((sku) => readLedgers(client, sku)))).flat(),
    checkouts: await rows(orders, "SELECT id, state, order_id AS orderId FROM checkouts"),
    orders: await rows(
      orders,
      `SELECT id, checkout_id AS checkoutId, total_minor AS totalMinor, placed_at_ms AS placedAtMs,
        stock_committed_at_ms IS NOT NULL AS committed FROM orders ORDER BY placed_at_ms`,
    ),
    lines: await rows(orders, "SELECT order_id AS orderId, sku, quantity FROM order_lines"),
    refunds: await rows(orders, "SELECT id, payment_id AS paymentId, amount_minor AS amountMinor, state FROM refunds"),
    charges: chargesOf(kept),
    mails: await rows(accounts, "SELECT id, state FROM mails"),
    inboxes: await rows(accounts, 'SELECT id, "to", subject, sends FROM mailbox'),
  };
}

/** A SKU's own, and one for each bucket it ever had. What the SKU has in all is told of it; its own is what is left. */
async function readLedgers(client: StoreClient, sku: string): Promise<Ledger[]> {
  const whole = await readLedger(client, sku, null);
  const buckets = Array.from({ length: whole.bucketsEver }, (_, bucket) => readLedger(client, sku, bucket));
  const parts = await Promise.all(buckets);
  const sum = (of: "onHand" | "held") => parts.reduce((total, { levels }) => total + levels[of], 0);
  const levels = { onHand: whole.levels.onHand - sum("onHand"), held: whole.levels.held - sum("held") };
  return [{ ...whole, levels }, ...parts];
}

async function readLedger(
  client: StoreClient,
  sku: string,
  bucket: number | null,
): Promise<Ledger & { bucketsEver: number }> {
  const entries: StockEntry[] = [];
  const own = bucket === null ? "" : `&bucket=${bucket}`;
  for (let before: number | null | undefined; before !== null; ) {
    const query = before === undefined ? "" : `&before=${before}`;
    const { body } = await client.send("GET", `/api/admin/stock/${sku}?${query}${own}`.replace("?&", "?"));
    const page = body as unknown as Page;
    entries.push(...page.entries);
    before = page.nextBefore;
    if (before === null) {
      const { onHand, held, bucketsEver } = page;
      const name = bucket === null ? sku : `${sku} bucket ${bucket}`;
      return { name, sku, levels: { onHand, held }, entries: entries.reverse(), bucketsEver };
    }
  }
  throw new Error("A ledger has an end");
}
type Page = {
  onHand: number;
  held: number;
  bucketsEver: number;
  entries: StockEntry[];
  nextBefore: number | null;
};

/** What the provider took, and what went back of it. */
export function chargesOf({ intent, refund }: Kept): ChargeFact[] {
  const refunds = [...refund.values()].map(({ api }) => api);
  return [...intent.values()]
    .filter(({ api }) => api.amount_received > 0)
    .map(({ id, api }) => ({
      paymentId: id,
      checkoutId: api.metadata.checkoutId ?? "",
      paidMinor: api.amount_received,
      refunds: refunds
        .filter(({ payment_intent }) => payment_intent === id)
        .map((one) => ({
          id: one.id,
          refundId: one.metadata.refundId ?? "",
          amountMinor: one.amount,
          status: one.status,
        })),
    }));
}
