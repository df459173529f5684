/** What is left of a product, told while one looks. A page can do without: whatever fails here is not spoken of. */
import type { StockMessage } from "../../worker/inventory/stock-watchers.ts";

/** In a row. After that the page stays as it is until it is looked at anew. */
const TRIES_MAX = 6;
const WAIT_MS = 1_000;
const WAIT_MS_MAX = 60_000;
/** Idle connections are cut after about a hundred seconds. */
const PING_MS = 45_000;

/**
 * Calls `onNews` with all of it at first, then with what changes; `onSilence` once, where nothing was heard at first.
 * Lets go while the page is hidden. What it answers ends it.
 */
export function watchStock(product: string, onNews: (news: StockMessage) => void, onSilence = () => {}): () => void {
  let socket: WebSocket | undefined;
  let timer = 0;
  let tries = 0;
  let isSilent = true;

  function open(): void {
    const own = new WebSocket(
      `${location.origin.replace("http", "ws")}/api/live/availability?product=${encodeURIComponent(product)}`,
    );
    const ping = window.setInterval(() => own.readyState === WebSocket.OPEN && own.send("ping"), PING_MS);
    socket = own;
    own.onmessage = ({ data }) => {
      if (data === "pong") tries = 0;
      else {
        isSilent = false;
        onNews(JSON.parse(data));
      }
    };
    own.onclose = () => {
      clearInterval(ping);
      if (socket === own) lost();
    };
  }

  /** Later and later, and not all pages at once. */
  function lost(): void {
    if (isSilent) onSilence();
    isSilent = false;
    tries += 1;
    if (tries < TRIES_MAX)
      timer = window.setTimeout(look, Math.min(WAIT_MS_MAX, WAIT_MS * 2 ** tries) * (0.5 + Math.random()));
  }

  function letGo(): void {
    clearTimeout(timer);
    const own = socket;
    socket = undefined;
    own?.close();
  }

  function look(): void {
    letGo();
    if (document.hidden) return;
    try {
      open();
    } catch {
      lost();
    }
  }

  const turn = () => {
    tries = 0;
    look();
  };
  document.addEventListener("visibilitychange", turn);
  look();
  return () => {
    document.removeEventListener("visibilitychange", turn);
    letGo();
  };
}
