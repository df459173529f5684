/** The payment provider on a bad day: calls that fail or lose their answer, messages that come late, twice, in disorder or never. */
import { setTimeout as pause } from "node:timers/promises";
import type { Chance } from "./chance.ts";
import { tellPayments } from "./tell-payments.ts";

const EVERY_MS = 900;

/** Goes on until `isOver`; then faults are gone and messages are sent as usual. */
export async function makeBadDays(
  paymentsUrl: string,
  { chance, isOver }: { chance: Chance; isOver: () => boolean },
): Promise<void> {
  const tell = (method: "POST" | "PUT" | "DELETE", path: string, body: object) =>
    tellPayments(paymentsUrl, method, path, body);
  while (!isOver()) {
    await tell("PUT", "delivery-rules", {
      copies: chance.whole(1, 3),
      delayMs: chance.whole(0, 2_500),
      dropNext: chance.next() < 0.3 ? chance.whole(1, 4) : 0,
      newestFirst: chance.next() < 0.5,
    });
    if (chance.next() < 0.6)
      await tell("POST", "faults", {
        call: chance.pick([
          ["create_session", 4],
          ["read_session", 2],
          ["expire_session", 3],
          ["create_refund", 3],
        ] as const),
        kind: chance.pick([
          ["error", 5],
          ["disconnect", 5],
          ["hang", 1],
        ] as const),
        when: chance.next() < 0.5 ? "before" : "after",
        times: chance.whole(1, 4),
      });
    await pause(EVERY_MS);
  }
  await tell("DELETE", "faults", {});
  await tell("PUT", "delivery-rules", { copies: 1, delayMs: 0, dropNext: 0, newestFirst: false });
}
