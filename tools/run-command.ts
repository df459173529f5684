/** Runs one of the project's own commands; answers its exit code. */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./local-settings.ts";
import { quietEnv } from "./quiet-env.ts";

/** By its name in `node_modules/.bin`. An interrupt is passed on to it. 1 when a signal ended it. */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  return ended(start(command, args, env, "inherit"));
}

/** The same, with what it says kept for later instead of shown. */
export async function runCollected(command: string, args: readonly string[]): Promise<{ code: number; said: string }> {
  const child = start(command, args, {}, "pipe");
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => said.push(chunk));
  const code = await ended(child);
  return { code, said: Buffer.concat(said).toString() };
}

function start(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stdout: "inherit" | "pipe",
): ChildProcess {
  const file = join(root, "node_modules", ".bin", command);
  const stdio = ["inherit", stdout, stdout] satisfies StdioOptions;
  const child = spawn(file, args, { cwd: root, env: { ...quietEnv(), ...env }, stdio });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => child.kill(signal));
  return child;
}

const ended = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
