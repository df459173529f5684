/** No payment ever gives back more than it brought in. Run after every step that takes or gives back money. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";

export async function assertRefundsWithinCapture(): Promise<void> {
  const { results } = await env.ORDERS.prepare(`
    SELECT p.id, p.amount_minor AS captured, COALESCE(SUM(r.amount_minor), 0) AS back,
      COUNT(CASE WHEN r.currency <> p.currency THEN 1 END) AS foreignRefunds
    FROM payments p LEFT JOIN refunds r ON r.payment_id = p.id AND r.state <> 'failed' GROUP BY p.id`).all<{
    id: string;
    captured: number;
    back: number;
    foreignRefunds: number;
  }>();
  for (const { id, captured, back, foreignRefunds } of results) {
    expect(back, `what ${id} gives back is within what it brought in`).toBeLessThanOrEqual(captured);
    expect(foreignRefunds, `what ${id} gives back is in its own currency`).toBe(0);
  }
  const orphans = await env.ORDERS.prepare(
    "SELECT COUNT(*) AS count FROM refunds WHERE payment_id NOT IN (SELECT id FROM payments)",
  ).first<{ count: number }>();
  expect(orphans?.count, "every refund is of a payment").toBe(0);
}
