/** The built store as a process of its own, to be killed without warning. Says `ready` once it answers. */
import { appendFileSync } from "node:fs";
import { openLocalStore } from "../local-store.ts";
import { migrateLocal } from "../migrate.ts";

/** So often the timer fires; a deployed store's fires each minute. */
const TICK_MS = 1_000;

/** `logFile` gets each line the store logs. */
export type StoreSettings = { port: number; stateDir: string; vars: Record<string, string>; logFile: string };

const settings = JSON.parse(process.argv[2] ?? "{}") as StoreSettings;
const store = await openLocalStore({
  ...settings,
  onLog: ({ message }) => appendFileSync(settings.logFile, `${message}\n`),
});
await migrateLocal(store);
setInterval(() => void store.tick().catch(() => undefined), TICK_MS);
process.send?.("ready");
// Whoever started it is gone: so is this.
process.on("disconnect", () => process.exit(0));
