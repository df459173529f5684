/** A test's world with parts of it replaced. Unlike the bare one it prints errors, unless it is given a log that keeps them. */
import { logOf } from "../../worker/base/log.ts";
import type { World } from "../../worker/world.ts";
import { newTestWorld, type TestWorld } from "./test-world.ts";

export const testWorld = (changes: Partial<World> = {}): TestWorld => ({
  ...newTestWorld(),
  log: logOf("test"),
  ...changes,
});

/** A log that keeps what it is told, for failures that a test provokes. */
export function keptLog() {
  const lines: { level: "info" | "error"; event: string; facts?: unknown }[] = [];
  return {
    lines,
    info: (event: string, facts?: unknown) => void lines.push({ level: "info", event, facts }),
    error: (event: string, facts?: unknown) => void lines.push({ level: "error", event, facts }),
  };
}
