/** The emulator's front page: what it is, and the newest of what it knows. */
import type { Emulation } from "./emulation.ts";
import { type Html, html } from "./html.ts";
import { frame, moneyOf, TEST_MODE } from "./payment-page.ts";

const SHOWN_MAX = 50;

/** The newest first, and no more than fifty of each. */
export function overviewPage({ kept, settings }: Emulation): Html {
  const sessions = [...kept.session.values()].slice(-SHOWN_MAX).reverse();
  const deliveries = [...kept.delivery.values()].slice(-SHOWN_MAX).reverse();
  return frame(
    "Stripe emulator",
    html`${TEST_MODE}<main class="wide"><h1>Stripe emulator of ${settings.merchantName}</h1>
<p>Stands in for Stripe on this machine: same API, same signed messages, its test cards, no money. Messages go to <code>${settings.webhookUrl ?? "nobody"}</code>.</p>
<h2 id="sessions">Payments</h2><div class="scroll" role="region" aria-labelledby="sessions" tabindex="0"><table>
<thead><tr><th>Made</th><th>Session</th><th>Amount</th><th>State</th><th>Payment</th></tr></thead><tbody>
${sessions.map(
  (session) =>
    html`<tr><td>${timeOf(session.api.created * 1_000)}</td><td>${session.api.url ? html`<a href="${session.api.url}"><code>${shortOf(session.id)}</code></a>` : html`<code>${shortOf(session.id)}</code>`}</td><td>${moneyOf(session, session.api.amount_total)}</td><td>${session.api.status}</td><td>${session.api.payment_status}</td></tr>`,
)}</tbody></table></div>
<h2 id="messages">Messages</h2><div class="scroll" role="region" aria-labelledby="messages" tabindex="0"><table>
<thead><tr><th>Event</th><th>Session</th><th>State</th><th>Tries</th><th>Last answer</th></tr></thead><tbody>
${deliveries.map(
  (one) =>
    html`<tr><td>${one.type}</td><td><code>${shortOf(one.sessionId)}</code></td><td>${one.state}</td><td>${one.attempts}</td><td>${one.lastStatus ?? "none"}</td></tr>`,
)}</tbody></table></div></main>`,
  );
}

const timeOf = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ");
const shortOf = (id: string): string => `${id.slice(0, 16)}…`;
