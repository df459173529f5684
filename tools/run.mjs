/**
 * The first thing any command runs, on whatever Node the machine has (20 or newer): installs what is missing, then
 * hands over to the project's own Node. Uses nothing that an install brings.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NODE_MAJOR_MIN = 20;
const PARENT_CHECK_MS = 1_000;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "node_modules", ".meridian-installed");
const ownBin = join(root, "node_modules", ".bin");

if (Number(process.versions.node.split(".")[0]) < NODE_MAJOR_MIN)
  fail(`Meridian needs Node ${NODE_MAJOR_MIN} or newer; this is ${process.version}.`);
install();
const [script, ...args] = process.argv.slice(2);
if (!script) fail("Usage: node tools/run.mjs SCRIPT [ARGUMENT …]");
handOver(join(root, script), args);

function install() {
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("Installing what the store is built with (once; about a minute) …");
  // npm tells its scripts where it is, so the npm that started this one is used, whatever is on the PATH.
  const npm = process.env.npm_execpath;
  const [command, before] = npm?.endsWith("js") ? [process.execPath, [npm]] : ["npm", []];
  const args = [...before, "ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) fail(`The install failed${error ? `: ${error.message}` : ""}. Run "npm ci" to see why.`);
  writeFileSync(stamp, wanted);
}

function handOver(file, args) {
  const own = join(ownBin, process.platform === "win32" ? "node.cmd" : "node");
  const env = { ...process.env, PATH: `${ownBin}:${process.env.PATH ?? ""}` };
  const child = spawn(own, ["--disable-warning=ExperimentalWarning", file, ...args], {
    cwd: root,
    stdio: "inherit",
    env,
  });
  // The child ends itself in good order; this process only waits for it.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm and its shell may be ended without a word to their children: then this ends too, and the child with it.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill("SIGTERM");
  }, PARENT_CHECK_MS).unref();
  child.on("error", (error) => fail(`The project's Node did not start: ${error.message}. Run "npm ci" and try again.`));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
