/** One process at a time may have a store's data open. The lock is a file that names its process; a dead one's is taken over. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Takes the lock, or answers the id of the process that holds it. */
export function takeLock(stateDir: string): { heldBy: number | null; release(): void } {
  const file = join(stateDir, "store.lock");
  const holder = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  if (holder > 0 && holder !== process.pid && isAlive(holder)) return { heldBy: holder, release: () => undefined };
  writeFileSync(file, String(process.pid));
  return { heldBy: null, release: () => rmSync(file, { force: true }) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
