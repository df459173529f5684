/** `npm run dev`: the store with pages that reload on change. Same data as `npm start`; one of the two runs at a time. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { announce } from "./announce.ts";
import { catchUp } from "./catch-up.ts";
import { portOf, root } from "./local-settings.ts";
import { openDemoStore, varsOf } from "./open-demo-store.ts";
import { runCommand } from "./run-command.ts";
import { seedDemo } from "./seed.ts";

/** Where astro's development server looks for settings. There while it runs, and no longer. */
const VARS = join(root, ".dev.vars");
const ASK_MS = 500;
const say = (line: string) => console.log(`  ${line}`);
const port = portOf(undefined);
const store = await openDemoStore(port, say);
await seedDemo({ url: store.url, token: store.settings.staffToken, log: say });
await catchUp({ url: store.url, staffToken: store.settings.staffToken }, say);
await store.closeWorker();

const vars = varsOf(store.settings, store.url, store.paymentsUrl);
const lines = Object.entries(vars).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
writeFileSync(VARS, `${lines.join("\n")}\n`, { mode: 0o600 });
process.on("exit", () => rmSync(VARS, { force: true }));
const running = runCommand("astro", ["dev", "--port", String(port)]);
const first = await Promise.race([running, untilItAnswers(`${store.url}/api/health`)]);
if (first === "ready") announce(store);
const code = await running;
await store.close();
process.exit(code);

async function untilItAnswers(url: string): Promise<"ready"> {
  const asked = () => fetch(url).then((response) => response.ok);
  while (!(await asked().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  return "ready";
}
