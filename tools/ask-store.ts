/** Asks a store over its API, as staff's programs do. */
import type { StoreAddress } from "./with-store.ts";

export type Ask = <Answer>(method: "GET" | "POST", path: string, body?: unknown) => Promise<Answer>;
const TIMEOUT_MS = 60_000;

/** Throws with the store's own words when it refuses. */
export const askerOf =
  ({ url, staffToken }: StoreAddress): Ask =>
  async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${staffToken}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as never;
  };
