/** How a refund may go on. The bank may send one back days after the provider called it made. */
import type { RefundState } from "../orders/order.ts";
import type { RefundAnswer } from "./payment-provider.ts";

const REFUND_MOVES = {
  pending: ["succeeded", "failed"],
  succeeded: ["failed"],
  failed: [],
} as const satisfies Record<RefundState, readonly RefundState[]>;

/** The state an answer leads to; null when it tells nothing new, or comes late. */
export function nextRefundState(
  { state, providerId }: { state: RefundState; providerId: string | null },
  answer: RefundAnswer,
): RefundState | null {
  const moves: readonly RefundState[] = REFUND_MOVES[state];
  if (moves.includes(answer.state)) return answer.state;
  return state === "pending" && answer.state === "pending" && providerId === null ? "pending" : null;
}
