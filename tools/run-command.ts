/** Runs one of the project's own commands with its output shown; answers its exit code. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./local-settings.ts";
import { quietEnv } from "./quiet-env.ts";

/** By its name in `node_modules/.bin`. An interrupt is passed on to it. 1 when a signal ended it. */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const file = join(root, "node_modules", ".bin", command);
  const child = spawn(file, args, { cwd: root, env: { ...quietEnv(), ...env }, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
