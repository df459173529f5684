/**
 * The tests use two programs that npm does not bring: Chromium, as a window or as its headless shell, and Redis. Debian's are
 * installed where they can be.
 */
import { spawnSync } from "node:child_process";

/** Any one of a row will do. The first that Debian has is installed: older ones have no headless shell. */
const PROGRAMS = [["chromium-headless-shell", "chromium"], ["redis-server"]] as const;

/** Throws, naming what to install, when a program is missing and cannot be installed from here. */
export async function installTestPrograms(): Promise<void> {
  const missing = PROGRAMS.filter((anyOf) => !anyOf.some(isThere));
  if (missing.length === 0) return;
  const names = missing.map((anyOf) => anyOf.join(" or ")).join(" and ");
  if (process.getuid?.() !== 0)
    throw new Error(
      `The tests need ${names}. On Debian: sudo apt-get install ${missing.map(([first]) => first).join(" ")}`,
    );
  console.log(`Installing ${names} for the tests …`);
  apt("update");
  for (const anyOf of missing)
    if (!anyOf.some((program) => apt("install", "-y", "--no-install-recommends", program)))
      throw new Error(`The tests need ${anyOf.join(" or ")}, which apt-get could not install here`);
}

const isThere = (program: string): boolean => spawnSync("which", [program]).status === 0;

function apt(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("apt-get", ["-qq", ...args], { stdio: ["ignore", "ignore", "inherit"], env }).status === 0;
}
