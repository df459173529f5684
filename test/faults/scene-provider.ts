/** The payment provider of a scene: its page, its books, and the webhooks it has to deliver. One emulator for each scene. */
import { newKept } from "../../tools/stripe-emulator/kept.ts";
import type { PaymentProvider } from "../../worker/payments/payment-provider.ts";
import { CARDS } from "../support/stripe-emulator.ts";
import { stripeInProcess, tell } from "../support/stripe-in-process.ts";

export type Webhook = { id: string; type: string; body: string; signature: string };

/** How long the store waits for a provider that hangs. The provider has done its work by then: it is in this process. */
const HANG_MS = 100;

export function sceneProvider() {
  const kept = newKept();
  const nowMs = () => Date.now();
  const stripe = stripeInProcess({ kept, nowMs, settleDelayMs: 10 ** 12 }, { nowMs });
  const hasty = stripe.client("sk_test_rules", { timeoutMs: HANG_MS });
  const stored = new Set<string>();
  let [hangs, isSilent] = [false, false];
  /** The client as it is when the call is made. */
  const payments = new Proxy(stripe.payments, {
    get: (usual, name) => (hangs ? hasty : usual)[name as keyof PaymentProvider],
  });
  const told = (path: string, body = {}, method = "POST") => tell(stripe.emulator, path, body, method);
  const webhooks = async (): Promise<Webhook[]> => {
    const sessions = [...kept.session.keys()];
    const all = await Promise.all(
      sessions.map(async (id) => (await told(`deliveries?session=${id}`, {}, "GET")) as { items: Webhook[] }),
    );
    return all.flatMap(({ items }) => items);
  };
  return {
    kept,
    payments,
    pay: async (sessionId: string, card: keyof typeof CARDS = "succeeds"): Promise<string> =>
      ((await told(`sessions/${sessionId}/pay`, { card: CARDS[card] })) as { state: string }).state,
    /** Sessions whose time is over end. */
    runDue: () => stripe.emulator.runDue(),
    settleRefunds: async () => {
      for (const { id, next } of kept.refund.values()) if (next) await told(`refunds/${id}/settle`);
    },
    /** Those that the store has not answered with 200, oldest first. */
    waiting: async () => (isSilent ? [] : (await webhooks()).filter(({ id }) => !stored.has(id))),
    isSilent: () => isSilent,
    all: webhooks,
    answered: ({ id }: Webhook) => void stored.add(id),
    /** Nothing is delivered any more. */
    forget: () => {
      isSilent = true;
    },
    /** The next call's work is done; its answer never comes. */
    hangDuring: async <Answer>(go: () => Promise<Answer>): Promise<Answer> => {
      await told("faults", { kind: "hang", when: "after" });
      hangs = true;
      try {
        return await go();
      } finally {
        hangs = false;
        await told("faults", {}, "DELETE");
      }
    },
  };
}
export type SceneProvider = ReturnType<typeof sceneProvider>;
