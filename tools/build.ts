/** Builds the store when what it is built from has changed since the last time; `--force` builds anyway. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./local-settings.ts";
import { quietEnv } from "./quiet-env.ts";

const SOURCES = [
  "site",
  "worker",
  "durable-objects",
  "emails",
  "astro.config.mjs",
  "wrangler.toml",
  "package-lock.json",
];
const COPIED_VARS = join(root, "dist", "server", ".dev.vars");
const STAMP = join(root, "dist", ".built-from");

/** True when it had to build. Throws with the build's own words when it fails. */
export async function buildIfChanged(force = false): Promise<boolean> {
  const from = hashOfSources();
  // The build copies what `npm run dev` sets for itself; whoever opens a built store says what it is to be set to.
  rmSync(COPIED_VARS, { force: true });
  if (!force && existsSync(STAMP) && readFileSync(STAMP, "utf8") === from) return false;
  await run("astro", ["build"]);
  rmSync(COPIED_VARS, { force: true });
  writeFileSync(STAMP, from);
  return true;
}

function hashOfSources(): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap(filesBelow))
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(root, file)))
      .update("\0");
  return hash.digest("hex");
}

function filesBelow(path: string): string[] {
  if (!existsSync(join(root, path))) return [];
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true, encoding: "utf8" })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

async function run(command: string, args: string[]): Promise<void> {
  const child = spawn(join(root, "node_modules", ".bin", command), args, {
    cwd: root,
    env: quietEnv(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`\`${command} ${args.join(" ")}\` failed:\n${Buffer.concat(said).toString()}`);
}

if (import.meta.main) {
  const built = await buildIfChanged(process.argv.includes("--force"));
  console.log(built ? "Built into dist/." : "dist/ is up to date.");
}
