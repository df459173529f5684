/** All that a store knows of some purchases, read at one moment: ledgers, orders and money, projections, the provider's books. */
import { env } from "cloudflare:workers";
import { type ChargeFact, chargesOf } from "../../tools/prove/facts.ts";
import type { Kept } from "../../tools/stripe-emulator/kept.ts";
import type { StockEntry } from "../../worker/inventory/stock.ts";
import { skuOfName } from "../../worker/inventory/stock-bucket.ts";
import type { World } from "../../worker/world.ts";

export type LedgerFact = {
  /** The SKU, or one of its buckets. */
  name: string;
  sku: string;
  levels: { onHand: number; held: number };
  /** All of them, oldest first. */
  entries: readonly StockEntry[];
  /** What lists and badges read of the SKU; null while nothing was projected, and of a bucket. */
  projected: { onHand: number; held: number } | null;
};
export type CheckoutFact = { id: string; state: string; orderId: string | null };
export type OrderFact = {
  id: string;
  checkoutId: string;
  customerId: string | null;
  totalMinor: number;
  state: string;
  committed: number;
  /** The order is in its customer's list. */
  listed: boolean;
};
export type RefundFact = {
  id: string;
  paymentId: string;
  amountMinor: number;
  state: string;
  restock: readonly { sku: string; quantity: number }[];
};
export type StoreBooks = {
  nowMs: number;
  ledgers: readonly LedgerFact[];
  checkouts: readonly CheckoutFact[];
  orders: readonly OrderFact[];
  lines: readonly { orderId: string; sku: string; quantity: number }[];
  payments: readonly { id: string; checkoutId: string; amountMinor: number }[];
  refunds: readonly RefundFact[];
  /** The provider's own books. */
  charges: readonly ChargeFact[];
};

const ENTRIES_MAX = 500;
const CHECKOUTS = "SELECT id FROM checkouts WHERE cart_id IN (SELECT value FROM json_each(?1))";
const ORDERS = `SELECT id FROM orders WHERE checkout_id IN (${CHECKOUTS})`;

/**
 * Of these ledgers, and of every checkout of these carts. `in passing`, after each step, levels are those of a ledger's last
 * entry and projections are not read; `whole` asks the object itself.
 */
export async function readBooks(
  world: World,
  about: { ledgers: readonly string[]; cartIds: readonly string[]; kept: Kept },
  how: "in passing" | "whole",
): Promise<StoreBooks> {
  const carts = JSON.stringify(about.cartIds);
  const read = (query: string) => env.ORDERS.prepare(query).bind(carts);
  const [ledgers, [checkouts, orders, lines, payments, refunds], listed] = await Promise.all([
    how === "whole" ? readLedgers(world, about.ledgers) : readEntries(world, about.ledgers),
    env.ORDERS.batch([
      read(
        `SELECT id, state, order_id AS orderId FROM checkouts WHERE id IN (${CHECKOUTS}) ORDER BY created_at_ms, id`,
      ),
      read(`SELECT id, checkout_id AS checkoutId, customer_id AS customerId, total_minor AS totalMinor, state,
        stock_committed_at_ms IS NOT NULL AS committed FROM orders WHERE id IN (${ORDERS})`),
      read(`SELECT order_id AS orderId, sku, quantity FROM order_lines WHERE order_id IN (${ORDERS})`),
      read(
        `SELECT id, checkout_id AS checkoutId, amount_minor AS amountMinor FROM payments WHERE checkout_id IN (${CHECKOUTS})`,
      ),
      read(`SELECT id, payment_id AS paymentId, amount_minor AS amountMinor, state, restock FROM refunds
        WHERE checkout_id IN (${CHECKOUTS})`),
    ]),
    how === "whole" ? readListed() : new Set<string>(),
  ]);
  const rows = <Row>(result: D1Result | undefined) => (result?.results ?? []) as Row[];
  return {
    nowMs: world.nowMs(),
    ledgers,
    checkouts: rows(checkouts),
    orders: rows<OrderFact>(orders).map((order) => ({
      ...order,
      listed: listed.has(`${order.customerId} ${order.id}`),
    })),
    lines: rows(lines),
    payments: rows(payments),
    refunds: rows<RefundFact & { restock: string }>(refunds).map((row) => ({
      ...row,
      restock: JSON.parse(row.restock),
    })),
    charges: chargesOf(about.kept),
  };
}

const readEntries = (world: World, names: readonly string[]): Promise<LedgerFact[]> =>
  Promise.all(
    names.map(async (name) => {
      const entries = await world.stockOf(name).entries(0, ENTRIES_MAX);
      const { onHand = 0, held = 0 } = entries.at(-1)?.facts ?? {};
      const levels = { onHand: Number(onHand), held: Number(held) };
      return { name, sku: skuOfName(name), levels, entries, projected: null };
    }),
  );

async function readLedgers(world: World, names: readonly string[]): Promise<LedgerFact[]> {
  const skus = [...new Set(names.map(skuOfName))];
  const { results } = await env.CATALOG.prepare(
    "SELECT sku, on_hand AS onHand, held FROM stock_levels WHERE sku IN (SELECT value FROM json_each(?))",
  )
    .bind(JSON.stringify(skus))
    .all<{ sku: string; onHand: number; held: number }>();
  const ofName = async (name: string): Promise<LedgerFact> => {
    const keeper = world.stockOf(name);
    const [{ onHand, held }, entries] = await Promise.all([keeper.levels(), keeper.entries(0, ENTRIES_MAX)]);
    const row = results.find((each) => each.sku === name);
    const projected = row ? { onHand: row.onHand, held: row.held } : null;
    return { name, sku: skuOfName(name), levels: { onHand, held }, entries, projected };
  };
  return Promise.all(names.map(ofName));
}

async function readListed(): Promise<Set<string>> {
  const { results } = await env.ACCOUNTS.prepare(
    "SELECT customer_id AS customer, order_id AS id FROM customer_orders",
  ).all<Record<"customer" | "id", string>>();
  return new Set(results.map(({ customer, id }) => `${customer} ${id}`));
}
