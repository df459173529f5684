/** Talks to a store that may be dead for a moment, as a patient shopper's program does: the same request again, until it answers. */
import { setTimeout as pause } from "node:timers/promises";

export type Answer = { status: number; body: Record<string, unknown> };
export type StoreClient = {
  /** Sends until there is an answer, with the same body each time. A failure of the store is none. */
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** How often there was none, or a 5xx. */
  readonly unanswered: { count: number };
};

const TIMEOUT_MS = 30_000;
const AGAIN_MS = 250;
const TRIES_MAX = 400;
/** Said of a checkout that has ended: its units went back, and nothing was charged. */
const FINAL = new Set(["payment.unavailable"]);

/** With a staff token every request is staff's. Throws when a request is never answered. */
export function storeClientOf(origin: string, staffToken?: string): StoreClient {
  const unanswered = { count: 0 };
  const headers = {
    "content-type": "application/json",
    ...(staffToken !== undefined && { authorization: `Bearer ${staffToken}` }),
  };
  let last = "";
  const once = async (method: string, path: string, body: unknown): Promise<Answer | null> => {
    try {
      const response = await fetch(origin + path, {
        method,
        headers,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const answer = { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
      if (response.status < 500 || FINAL.has(String(answer.body.code))) return answer;
      last = text;
    } catch (error) {
      last = String(error);
    }
    return null;
  };
  return {
    unanswered,
    send: async (method, path, body) => {
      for (let tries = 0; tries < TRIES_MAX; tries += 1) {
        const answer = await once(method, path, body);
        if (answer) return answer;
        unanswered.count += 1;
        await pause(AGAIN_MS);
      }
      throw new Error(`${method} ${path} was never answered; the last time: ${last}`);
    },
  };
}
