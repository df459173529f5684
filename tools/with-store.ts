/** For commands that talk to a store: the one at `--url`, else the local one of PORT, opened for the time of the work if need be. */
import { portOf, readSettings } from "./local-settings.ts";

/** `url` has no slash at its end. */
export type StoreAddress = { url: string; staffToken: string };
/** Without `url` it is the local store of `port`; `token` is for a store at `url` only. */
export type WithStoreOptions = {
  url?: string | undefined;
  token?: string | undefined;
  port?: string | undefined;
  say?: (line: string) => void;
};

/** Throws when `--url` is given without a token (`--token` or `MERIDIAN_STAFF_TOKEN`). */
export async function withStore<Value>(
  options: WithStoreOptions,
  work: (store: StoreAddress) => Promise<Value>,
): Promise<Value> {
  const say = options.say ?? (() => undefined);
  if (options.url) {
    const staffToken = options.token ?? process.env.MERIDIAN_STAFF_TOKEN ?? "";
    if (!staffToken) throw new Error("A store at --url wants its staff token: --token, or MERIDIAN_STAFF_TOKEN");
    return work({ url: options.url.replace(/\/+$/, ""), staffToken });
  }
  const port = portOf(options.port);
  const running = { url: `http://127.0.0.1:${port}`, staffToken: readSettings(port).staffToken };
  if (await answers(running)) return work(running);
  say("The store is not running: opening it for this.");
  // Brings the whole local runtime, which a store that is running has in a process of its own.
  const { openDemoStore } = await import("./open-demo-store.ts");
  const store = await openDemoStore(port, say);
  try {
    return await work({ url: store.url, staffToken: store.settings.staffToken });
  } finally {
    await store.close();
  }
}

/** A store that is not there refuses at once; one that is busy takes its time. */
const ANSWER_TIMEOUT_MS = 30_000;

/** True when the store of these settings runs there, and not something else on its port. */
async function answers({ url, staffToken }: StoreAddress): Promise<boolean> {
  const headers = { authorization: `Bearer ${staffToken}` };
  const response = await fetch(`${url}/api/admin/orders?limit=1`, {
    headers,
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  }).catch(() => null);
  return response?.ok ?? false;
}
