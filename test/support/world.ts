/** A world over the runtime's own bindings, with what a test wants otherwise. Deferred work is awaited by `settled`. */
import { env } from "cloudflare:workers";
import { type World, worldOf } from "../../worker/world.ts";

export type TestWorld = World & { settled(): Promise<void> };

export function testWorld(changes: Partial<World> = {}): TestWorld {
  const deferred: Promise<unknown>[] = [];
  const lifetime = { waitUntil: (work: Promise<unknown>) => void deferred.push(work) };
  const world = worldOf(env, lifetime, "test", "http://store.test");
  return { ...world, ...changes, settled: async () => void (await Promise.all(deferred)) };
}

/** A log that keeps what it is told, for failures that a test provokes. */
export function keptLog() {
  const lines: { level: "info" | "error"; event: string; facts?: unknown }[] = [];
  return {
    lines,
    info: (event: string, facts?: unknown) => void lines.push({ level: "info", event, facts }),
    error: (event: string, facts?: unknown) => void lines.push({ level: "error", event, facts }),
  };
}
