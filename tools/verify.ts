/** `npm run verify`: am I done? Types, lint, format, unused code, a deploy on trial, then the tests. `--static` leaves the tests out. */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { buildIfChanged } from "./build.ts";
import { runCollected, runCommand } from "./run-command.ts";

/** As many at once as the machine has cores, the longest first. */
const STEPS: readonly [string, string, readonly string[]][] = [
  ["Types of the pages", "astro", ["check", "--minimumFailingSeverity", "error"]],
  ["Types", "tsc", ["--noEmit"]],
  ["Types of the islands", "tsc", ["--noEmit", "-p", "tsconfig.islands.json"]],
  ["Deploy, on trial", "wrangler", ["deploy", "--dry-run", "--outdir", "dist/trial"]],
  ["Unused code", "knip", []],
  ["Lint and format", "biome", ["check", "--error-on-warnings"]],
];

const { values } = parseArgs({ options: { static: { type: "boolean", default: false } } });
await buildIfChanged();
await step("Types of the platform", "wrangler", ["types", "--strict-vars", "false"]);
const left = [...STEPS];
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let next = left.shift(); next; next = left.shift()) await step(...next);
  }),
);
if (!values.static) process.exit(await runCommand("node", ["tools/test.ts"]));
console.log("\nVerified.");

/** What a step says is shown once it is through. The first that fails ends it all. */
async function step(what: string, command: string, args: readonly string[]): Promise<void> {
  const { code, said } = await runCollected(command, args);
  console.log(`\n${what}: ${command} ${args.join(" ")}\n${said}`);
  if (code === 0) return;
  console.error(`${what}: failed.`);
  process.exit(code);
}
