/** Sends the changes of the cart that wait. Pages and the program both do: a lock lets one of them, and each change counts once. */
import { dropWaiting, listWaiting, writeState } from "./kept-things.ts";

/** True where something came of it, which is then news. What could not be sent stays. */
export const mergeWaiting = (): Promise<boolean> => navigator.locks.request("merge", sendAll);

async function sendAll(): Promise<boolean> {
  const waiting = await listWaiting();
  const market = waiting.at(-1)?.market;
  if (!market) return false;
  const changes = waiting.map(({ operationId, intent, sku, quantity, title, seen }) => ({
    operationId,
    intent,
    sku,
    quantity,
    title,
    seen,
  }));
  const body = new URLSearchParams({ changes: JSON.stringify(changes) });
  const answer = await fetch(`/${market}/merge`, { method: "POST", body }).catch(() => null);
  if (!answer || answer.status === 429 || answer.status >= 500) return false;
  // What the store does not even read would be refused for ever.
  if (answer.ok) await writeState("news", { market, html: await answer.text() });
  await dropWaiting(waiting.map(({ operationId }) => operationId));
  return answer.ok;
}
