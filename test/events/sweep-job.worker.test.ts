import { expect, test } from "vitest";
import { runSweeps } from "../../worker/events/sweep-job.ts";
import { claimMail } from "../../worker/notifications/mail-store.ts";
import { keptLog, testWorld } from "../support/test-world.ts";

const DAY_MS = 86_400_000;

test("a part of the timer's work that fails stops no other", async () => {
  const log = keptLog();
  const ran: string[] = [];
  const failed = await runSweeps(testWorld({ log }), {
    first: async () => void ran.push("first"),
    second: () => Promise.reject(new Error("database is away")),
    third: async () => void ran.push("third"),
  });
  expect([ran, failed]).toEqual([["first", "third"], ["second"]]);
  expect(log.lines).toMatchObject([{ event: "sweep.failed", facts: { sweep: "second" } }]);
});

test("the timer's whole work runs on an empty store, and again", async () => {
  expect(await runSweeps(testWorld())).toEqual([]);
  expect(await runSweeps(testWorld())).toEqual([]);
});

test("ended sessions, used links and old mails are forgotten; running ones stay", async () => {
  const world = testWorld();
  const now = Date.now();
  await world.accounts.run(
    `INSERT INTO user (id, name, email, created_at, updated_at) VALUES ('u', 'U', 'u@example.com', ${now}, ${now})`,
  );
  for (const [id, expiresAt] of [
    ["old", now - 1_000],
    ["running", now + DAY_MS],
  ] as const)
    await world.accounts.batch([
      world.accounts.run(
        `INSERT INTO session (id, token, user_id, expires_at, created_at, updated_at) VALUES ('${id}', '${id}', 'u', ${expiresAt}, ${now}, ${now})`,
      ),
      world.accounts.run(
        `INSERT INTO verification (id, identifier, value, expires_at, created_at, updated_at) VALUES ('${id}', '${id}', 'u', ${expiresAt}, ${now}, ${now})`,
      ),
    ]);
  for (const [id, days] of [
    ["old", 40],
    ["new", 1],
  ] as const)
    await claimMail(world.accounts, { id, kind: "order.placed", nowMs: now - days * DAY_MS });
  await runSweeps(world);
  const left = (table: string) => world.accounts.all<{ id: string }>(`SELECT id FROM ${table}`);
  expect(await left("session")).toEqual([{ id: "running" }]);
  expect(await left("verification")).toEqual([{ id: "running" }]);
  expect(await left("mails")).toEqual([{ id: "new" }]);
});
