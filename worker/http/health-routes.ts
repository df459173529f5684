/** Is the Worker up, and does everything it stands on answer? */
import { createRoute, z } from "@hono/zod-openapi";
import { sql } from "drizzle-orm";
import { QUEUES } from "../events/event-queues.ts";
import type { World } from "../world.ts";
import { answers, newRouter } from "./router.ts";

const health = createRoute({
  method: "get",
  path: "/api/health",
  tags: ["Operations"],
  summary: "The Worker answers",
  responses: { 200: answers("Up", z.object({ status: z.literal("ok") })) },
});

const readiness = z.object({
  status: z.enum(["ok", "failing"]),
  checks: z.record(z.string(), z.enum(["ok", "failing"])),
});
const ready = createRoute({
  method: "get",
  path: "/api/ready",
  tags: ["Operations"],
  summary: "Each thing the store stands on answers",
  responses: { 200: answers("All answer", readiness), 503: answers("At least one does not", readiness) },
});

export const healthRoutes = newRouter()
  .openapi(health, (c) => c.json({ status: "ok" as const }, 200))
  .openapi(ready, async (c) => {
    const checks = await checkAll(c.var.world, c.env);
    const failing = Object.values(checks).includes("failing");
    return failing
      ? c.json({ status: "failing" as const, checks }, 503)
      : c.json({ status: "ok" as const, checks }, 200);
  });

const CHECK_MS = 3_000;

async function checkAll(world: World, env: Env): Promise<Record<string, "ok" | "failing">> {
  const asks: Record<string, () => Promise<unknown>> = {
    "d1.catalog": async () => world.catalog.run(sql`SELECT 1`),
    "d1.search": async () => world.search.run(sql`SELECT 1`),
    "d1.orders": async () => Promise.all(world.ordersAll.map((db) => db.run(sql`SELECT 1`))),
    "d1.accounts": async () => world.accounts.run(sql`SELECT 1`),
    kv: () => world.documents.get("ready"),
    // Asks an object itself: counters may be kept by Redis. Neither ask writes.
    objects: () => world.stockOf("ready").levels(),
    counters: () => world.counters.add("ready", 0, CHECK_MS),
    // Metrics are asked instead of a message being sent: a probe every second must not fill the queue.
    queues: () => Promise.all(QUEUES.map((queue) => env[queue].metrics())),
  };
  const names = Object.keys(asks);
  const ends = await Promise.allSettled(names.map((name) => inTime(asks[name]?.() ?? Promise.reject())));
  return Object.fromEntries(names.map((name, index) => [name, ends[index]?.status === "fulfilled" ? "ok" : "failing"]));
}

const inTime = (work: Promise<unknown>) =>
  Promise.race([work, new Promise((_, fail) => setTimeout(() => fail(new Error("no answer in time")), CHECK_MS))]);
