/** The tests use two programs that npm does not bring: Chromium and Redis. Debian's are installed where they can be. */
import { spawnSync } from "node:child_process";

const PROGRAMS = ["chromium", "redis-server"] as const;

/** Throws, naming what to install, when a program is missing and cannot be installed from here. */
export async function installTestPrograms(): Promise<void> {
  const missing = PROGRAMS.filter((program) => spawnSync("which", [program]).status !== 0);
  if (missing.length === 0) return;
  const how = `apt-get install ${missing.join(" ")}`;
  if (process.getuid?.() !== 0)
    throw new Error(`The tests need ${missing.join(" and ")}. On Debian or Ubuntu: sudo ${how}`);
  console.log(`Installing ${missing.join(" and ")} for the tests …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", ...missing],
  ]) {
    const { status } = spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"], env });
    if (status !== 0) throw new Error(`The tests need ${missing.join(" and ")}, and \`${how}\` failed here`);
  }
}
