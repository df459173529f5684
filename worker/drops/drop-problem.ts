/** What may stand between a visitor, a drop and a purchase. */
import type { PassProblem } from "./pass.ts";

/** What a checkout with a drop's SKU is refused with: `sku` is the cart's, `opensAtMs` says when it may be tried. */
export type DropEntryProblem =
  | PassProblem
  | { code: "drop.not_open"; dropId: string; sku: string; opensAtMs: number }
  | { code: "drop.pass_needed"; dropId: string; sku: string }
  | { code: "drop.pass_used"; dropId: string };

/** What a ticket is refused with. */
export type DropQueueProblem = {
  code:
    | "drop.unknown"
    | "drop.over"
    | "drop.room_full"
    | "drop.ticket_invalid"
    | "drop.challenge_invalid"
    | "drop.challenge_expired"
    | "drop.challenge_used";
};

/** What a change by staff is refused with. */
export type DropSaveProblem =
  | { code: "drop.changed_meanwhile"; version: number }
  | { code: "drop.sku_unknown" | "drop.sku_taken"; sku: string }
  | { code: "drop.too_many" | "drop.has_opened" };

export type DropProblem = DropEntryProblem | DropQueueProblem | DropSaveProblem;
