/**
 * Tells the provider of sales whose tax it reckoned, and of money that went back, for its reports. Repeats safely: a sale is
 * kept once it was told, and the provider takes each name once.
 */
import { InvariantBroken } from "../../base/assert.ts";
import type { Outcome } from "../../base/outcome.ts";
import { readOrder, readOrderTax } from "../../orders/order-store.ts";
import type { World } from "../../world.ts";
import { keepTransaction, readTransaction } from "./calculation-store.ts";
import type { ProviderFailure, TaxProvider } from "./tax-provider.ts";

/** Throws while the provider does not take it: the message that asked for it comes again, and staff find it at last. */
export async function recordTaxedSale(world: World, orderId: string): Promise<void> {
  const db = world.ordersOfNumber(orderId);
  const calculationId = db && (await readOrderTax(db, orderId))?.calculation;
  if (calculationId) await saleOf(world, orderId, calculationId);
}

/** The same of a refund that was made, after its sale. */
export async function recordTaxedRefund(world: World, orderId: string, refundId: string): Promise<void> {
  const db = world.ordersOfNumber(orderId);
  const calculationId = db && (await readOrderTax(db, orderId))?.calculation;
  if (!db || !calculationId) return;
  const refund = (await readOrder(db, orderId))?.refunds.find(({ id }) => id === refundId);
  if (!refund) return;
  const transactionId = await saleOf(world, orderId, calculationId);
  const { amountMinor, currency } = refund;
  take(await providerOf(world).recordRefund({ transactionId, refundId, amountMinor, currency }));
}

async function saleOf(world: World, orderId: string, calculationId: string): Promise<string> {
  const known = await readTransaction(world.accounts, orderId);
  if (known) return known;
  const transactionId = take(await providerOf(world).recordSale({ calculationId, orderId }));
  await keepTransaction(world.accounts, { orderId, transactionId, atMs: world.nowMs() });
  return transactionId;
}

function providerOf({ taxProvider }: World): TaxProvider {
  if (!taxProvider) throw new InvariantBroken("what a provider reckoned is told to it: its key is set");
  return taxProvider;
}

function take(told: Outcome<string, ProviderFailure>): string {
  if (!told.ok) throw new InvariantBroken(`${told.problem.code}: ${told.problem.why}`);
  return told.value;
}
