/** `npm run deploy`: verify, migrate the databases of the account, deploy. Stops at the first step that fails. */
import { runCommand } from "./run-command.ts";
import { searchBindings } from "./search-bindings.ts";

const DATABASES = ["CATALOG", ...searchBindings(), "ORDERS", "ACCOUNTS", "INSIGHTS"];
const STEPS: readonly [string, readonly string[]][] = [
  ["node", ["tools/verify.ts"]],
  ["node", ["tools/build.ts", "--force"]],
  ...DATABASES.map((name): [string, string[]] => ["wrangler", ["d1", "migrations", "apply", name, "--remote"]]),
  ["wrangler", ["deploy"]],
];

for (const [command, args] of STEPS) {
  const code = await runCommand(command, args);
  if (code !== 0) process.exit(code);
}
