/** Where worker tests' requests to other servers go: to an emulator of their runtime's own. Everything else is refused. */
import { createEmulator } from "../../tools/stripe-emulator/emulator.ts";
import { startClock } from "../../tools/stripe-emulator/server.ts";
import { answerVies } from "../../tools/vies-emulator.ts";
import { STRIPE_API_BASE, STRIPE_WEBHOOK_SECRET, VIES_ADDRESS } from "./outbound-address.ts";

/** Delayed payments wait until a test settles them. */
const NEVER_MS = 10 ** 12;

/** What is thrown here reaches the Worker as a 500 that is no JSON: as good as a connection that was cut. */
export function newOutbound(): (request: Request) => Promise<Response> {
  const stripe = createEmulator({ webhookSecret: STRIPE_WEBHOOK_SECRET, settleDelayMs: NEVER_MS });
  startClock(stripe);
  return async (request) => {
    const url = new URL(request.url);
    if (url.href.startsWith(VIES_ADDRESS))
      return answerVies(new Request(url, { method: request.method, body: await request.text() }));
    if (url.origin !== STRIPE_API_BASE) throw new Error(`Tests reach no other server: ${url.origin}`);
    const { method, headers, signal } = request;
    const body = method === "GET" || method === "HEAD" ? null : await request.text();
    return stripe.fetch(new Request(url, { method, headers: [...headers], body, signal }));
  };
}
