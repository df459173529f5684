/** Sends the changes of the cart that wait. Pages and the program both do: a lock lets one of them, and each change counts once. */
import { dropWaiting, listWaiting, writeState } from "./kept-things.ts";

/** What the store reads of a title. */
const TITLE_MAX = 300;

/**
 * True where something came of it, which is then news. What the store has not told of stays. A page asks in its own `market`, which
 * is open and whose words are read there; the program, which has no page, in that of the last change.
 */
export const mergeWaiting = (market?: string): Promise<boolean> =>
  navigator.locks.request("merge", () => sendAll(market));

async function sendAll(ofPage?: string): Promise<boolean> {
  const waiting = await listWaiting();
  const market = ofPage ?? waiting.at(-1)?.market;
  if (!market || waiting.length === 0) return false;
  const changes = waiting.map(({ operationId, intent, sku, quantity, title, seen }) => ({
    operationId,
    intent,
    sku,
    quantity,
    title: title.slice(0, TITLE_MAX),
    seen,
  }));
  const body = new URLSearchParams({ changes: JSON.stringify(changes) });
  const html = await fetch(`/${market}/merge`, { method: "POST", body })
    .then((answer) => answer.text())
    .catch(() => "");
  // A market that is closed by now, a guard's refusal, the sign-in page of somebody's network: none of them has made the changes.
  if (!html.includes("data-merged")) return false;
  await writeState("news", { market, html });
  await dropWaiting(waiting.map(({ operationId }) => operationId));
  return true;
}
