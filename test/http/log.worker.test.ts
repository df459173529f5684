import { exports } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { logOf } from "../../worker/base/log.ts";
import { whyOf } from "../../worker/base/why.ts";
import { relayOutbox } from "../../worker/events/outbox-store.ts";
import { takeErrors } from "../support/logged-errors.ts";
import { testWorld } from "../support/test-world.ts";

const failureOf = async (work: PromiseLike<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("The work was meant to fail");
};

test("a query that failed is told by its cause, without what it was given", async () => {
  const { accounts } = testWorld();
  const email = "shopper@example.com";
  const error = await failureOf(accounts.run(sql`INSERT INTO nowhere (email) VALUES (${email})`));

  expect(String(error)).toContain(email);
  expect(whyOf(error)).toContain("no such table: nowhere");
  expect(whyOf(error)).not.toContain(email);
});

test("errors of a query within others, without a cause, and no errors at all are told as far as they may be", () => {
  const query = (cause?: unknown) => new Error("Failed query: select ?\nparams: shopper@example.com", { cause });
  expect(whyOf(query(query(new TypeError("the network went away"))))).toBe("TypeError: the network went away");
  expect(whyOf(query())).toBe("A query failed");
  expect(whyOf("out of order")).toBe("out of order");
  expect(whyOf(new Error("x".repeat(10_000))).length).toBeLessThanOrEqual(500);
});

test("a log line is one JSON object with the request's id", () => {
  logOf("request-1").error("page.failed", { page: "/[market]", why: "two\nlines" });
  const [line] = takeErrors();
  expect(line).not.toContain("\n");
  expect(JSON.parse(line ?? "")).toEqual({
    level: "error",
    event: "page.failed",
    requestId: "request-1",
    page: "/[market]",
    why: "two\nlines",
  });
});

test("events that could not be sent leave a line that names no shopper", async () => {
  const world = testWorld({ send: () => Promise.reject(new Error("the queue is away")) });
  const event = { id: "event-1", atMs: 0, kind: "account.exists", payload: { userId: "user-1" } };
  await relayOutbox(world, world.accounts, [event as never]);
  expect(takeErrors().map((line) => JSON.parse(line))).toEqual([
    { level: "error", event: "outbox.relay_failed", requestId: "test", why: "Error: the queue is away" },
  ]);
});

test("a request's own id comes back; one that is no id is replaced", async () => {
  const ask = (id: string) =>
    exports.default.fetch(new Request("http://store.test/api/nowhere", { headers: { "x-request-id": id } }));
  const given = await ask("caller-0001");
  expect(given.headers.get("x-request-id")).toBe("caller-0001");
  expect(await given.json()).toMatchObject({
    type: "/problems/request.not_found",
    title: expect.any(String),
    status: 404,
    code: "request.not_found",
    requestId: "caller-0001",
  });
  const made = await ask("<script>");
  expect(made.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(await made.json()).toMatchObject({ requestId: made.headers.get("x-request-id") });
});
