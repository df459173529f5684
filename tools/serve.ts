/** `npm start`: the whole store on this machine, seeded with the demo shop. `--fresh` starts over, `--port` or PORT moves it. */
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { announce } from "./announce.ts";
import { catchUp } from "./catch-up.ts";
import { portOf, stateDirOf } from "./local-settings.ts";
import { type DemoStore, openDemoStore } from "./open-demo-store.ts";
import { seedDemo } from "./seed.ts";
import { takeLock } from "./store-lock.ts";

const PARENT_CHECK_MS = 1_000;

const say = (line: string) => console.log(`  ${line}`);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { fresh: { type: "boolean", default: false }, port: { type: "string" } } });
  const port = portOf(values.port);
  if (values.fresh) startOver(port);
  const store = await openDemoStore(port, say);
  closeOnSignal(store);
  await seedDemo({ url: store.url, token: store.settings.staffToken, log: say });
  await catchUp({ url: store.url, staffToken: store.settings.staffToken }, say);
  announce(store);
}

function startOver(port: number): void {
  const stateDir = stateDirOf(port);
  const { heldBy } = lockIfThere(stateDir);
  if (heldBy) throw new Error(`The store of port ${port} is open in process ${heldBy}; stop it before starting over.`);
  rmSync(stateDir, { recursive: true, force: true });
  say("Local data removed.");
}

function lockIfThere(stateDir: string): { heldBy: number | null } {
  try {
    return takeLock(stateDir);
  } catch {
    return { heldBy: null }; // no such folder: nothing to start over from
  }
}

/** Ends whole on a signal, and when whatever started this is gone without one. */
function closeOnSignal(store: DemoStore): void {
  let closing = false;
  const close = async () => {
    if (closing) return;
    closing = true;
    await store.close();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void close());
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void close();
  }, PARENT_CHECK_MS).unref();
}

main().catch((error: unknown) => {
  console.error(`\n  ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
