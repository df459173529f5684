/** `npm run verify`: am I done? Types, lint, format, unused code, a deploy on trial, then the tests. `--static` leaves the tests out. */
import { parseArgs } from "node:util";
import { buildIfChanged } from "./build.ts";
import { runCommand } from "./run-command.ts";

const STEPS: readonly [string, string, readonly string[]][] = [
  ["Types of the platform", "wrangler", ["types", "--strict-vars", "false"]],
  ["Types", "tsc", ["--noEmit"]],
  ["Types of the islands", "tsc", ["--noEmit", "-p", "tsconfig.islands.json"]],
  ["Types of the pages", "astro", ["check", "--minimumFailingSeverity", "error"]],
  ["Lint and format", "biome", ["check", "--error-on-warnings"]],
  ["Unused code", "knip", []],
  ["Deploy, on trial", "wrangler", ["deploy", "--dry-run", "--outdir", "dist/trial"]],
];

const { values } = parseArgs({ options: { static: { type: "boolean", default: false } } });
await buildIfChanged();
for (const [what, command, args] of STEPS) {
  console.log(`\n${what}: ${command} ${args.join(" ")}`);
  const code = await runCommand(command, args);
  if (code !== 0) {
    console.error(`\n${what}: failed.`);
    process.exit(code);
  }
}
if (!values.static) process.exit(await runCommand("node", ["tools/test.ts"]));
console.log("\nVerified.");
