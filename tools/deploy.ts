/** `npm run deploy`: verify, make missing queues, migrate the databases of the account, deploy. Stops at the first step that fails. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./local-settings.ts";
import { runCommand } from "./run-command.ts";
import { searchBindings } from "./search-bindings.ts";

const DATABASES = ["CATALOG", ...searchBindings(), "ORDERS", "ACCOUNTS", "INSIGHTS"];
const STEPS: [string, readonly string[]][] = [
  ["node", ["tools/verify.ts"]],
  ["node", ["tools/build.ts", "--force"]],
  ...DATABASES.map((name): [string, string[]] => ["wrangler", ["d1", "migrations", "apply", name, "--remote"]]),
  ["wrangler", ["deploy"]],
];

/** A release may read and write queues that the one before did not have; a deploy fails where one is missing. */
const queues = new Set(
  [...readFileSync(join(root, "wrangler.toml"), "utf8").matchAll(/^queue = "([^"]+)"$/gm)].map(([, name = ""]) => name),
);
for (const queue of queues)
  if ((await runCommand("wrangler", ["queues", "info", queue])) !== 0)
    STEPS.unshift(["wrangler", ["queues", "create", queue]]);

for (const [command, args] of STEPS) {
  const code = await runCommand(command, args);
  if (code !== 0) process.exit(code);
}
