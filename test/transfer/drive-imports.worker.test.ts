/** A run that nobody drives but the queue, where its steps fail: it ends, and says why. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { StoreEvent } from "../../worker/events/event.ts";
import { MESSAGE_TRIES } from "../../worker/events/event-queues.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import { driveImport, sweepImports } from "../../worker/transfer/drive-import-flow.ts";
import { beginStep, type ImportRun, readRun } from "../../worker/transfer/import-run-store.ts";
import { uploadFile } from "../../worker/transfer/upload-import-flow.ts";
import type { World } from "../../worker/world.ts";
import { inWorld } from "../support/store-client.ts";
import { HOUR_MS, keptLog } from "../support/test-world.ts";

const CSV = "Handle;Title;Variant SKU;Variant Price\npan;Pan;PAN-1;9,50\nwok;Wok;WOK-1;19\n";
const by = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
const statusOf = (id: string) =>
  env.CATALOG.prepare("SELECT status FROM products WHERE id = ?").bind(id).first<string>("status");

async function upload(): Promise<string> {
  const begun = await inWorld(
    (world) =>
      uploadFile(world, {
        id: crypto.randomUUID(),
        file: "shop.csv",
        bytes: new Blob([CSV]),
        settings: { openingQuantity: 3, skipBad: false, dryRun: false },
        reading: { currency: "USD" },
        by,
      }),
    { send: async () => undefined },
  );
  if (!begun.ok) throw new Error(begun.problem.code);
  return begun.value.id;
}
const runOf = async (id: string): Promise<ImportRun> => {
  const run = await inWorld((world) => readRun(world.catalog, id));
  if (!run) throw new Error("the run is there");
  return run;
};

/** Delivers a run's message as the queue does, until it is settled or given up. */
async function deliver(id: string, change: Partial<World>): Promise<{ tries: number; isGivenUp: boolean }> {
  for (let attempts = 1; attempts <= MESSAGE_TRIES; attempts += 1) {
    let isDone = false;
    const body = { id: "message", atMs: 1, kind: "import.due", payload: { runId: id } };
    const message = { id: "message", body, attempts, ack: () => (isDone = true), retry: () => undefined };
    await inWorld((world) => consumeBatch(world, { queue: "meridian-imports", messages: [message] } as never), {
      log: keptLog(),
      send: async () => undefined,
      ...change,
    });
    if (isDone) return { tries: attempts, isGivenUp: false };
  }
  return { tries: MESSAGE_TRIES, isGivenUp: true };
}
/** R2 that cannot be read from the n-th object on. */
const failingFrom = async (reads: number): Promise<Pick<World, "transfers">> => {
  let count = 0;
  const { transfers } = await inWorld(async (world) => world);
  const get = async (...given: Parameters<R2Bucket["get"]>) => {
    count += 1;
    if (count > reads) throw new Error("the object store is ill");
    return transfers.get(...given);
  };
  return {
    transfers: new Proxy(transfers, { get: (own, name) => (name === "get" ? get : Reflect.get(own, name).bind(own)) }),
  };
};

describe("a step that fails each time it is tried", () => {
  test("ends the run with its reason before its message is given up on, and nothing is written", async () => {
    const id = await upload();
    expect(await deliver(id, await failingFrom(0))).toEqual({ tries: MESSAGE_TRIES, isGivenUp: false });
    const run = await runOf(id);
    expect([run.state, run.problems[0]?.why]).toEqual([
      "refused",
      "Given up after 5 tries: Error: the object store is ill",
    ]);
    expect(await statusOf("shopify-pan")).toBeNull();
  });

  test("and is killed, so that it can say nothing, ends it all the same", async () => {
    const id = await upload();
    for (let kills = 0; kills < 5; kills += 1) await inWorld((world) => beginStep(world, id));
    await deliver(id, {});
    const run = await runOf(id);
    expect([run.state, run.problems[0]?.why]).toEqual(["refused", expect.stringContaining("ended before it was done")]);
  });

  test("while it is carried out takes back what was written", async () => {
    const id = await upload();
    for (let turn = 0; turn < 3; turn += 1) await deliver(id, {});
    expect((await runOf(id)).state).toBe("done");
    await env.CATALOG.prepare("UPDATE import_runs SET state = 'applying', tries = 5, failure = 'ill' WHERE id = ?")
      .bind(id)
      .run();
    for (let turn = 0; turn < 3; turn += 1) await deliver(id, {});
    expect([(await runOf(id)).state, await statusOf("shopify-pan")]).toEqual(["refused", "archived"]);
    expect((await runOf(id)).problems[0]?.why).toContain("ill");
  });

  test("but succeeds at last leaves no trace of it", async () => {
    const id = await upload();
    const failing = await failingFrom(0);
    await inWorld((world) => driveImport(world, id), { ...failing, send: async () => undefined }).catch(
      () => undefined,
    );
    expect((await runOf(id)).failure).toBe("Error: the object store is ill");
    for (let turn = 0; turn < 3; turn += 1) await deliver(id, {});
    expect(await runOf(id)).toMatchObject({ state: "done", tries: 0, failure: "", problems: [] });
  });
});

test("the timer sends for a run that stands still, and not for ever", async () => {
  const id = await upload();
  const sent: StoreEvent[] = [];
  let hours = 0;
  const failing = await failingFrom(0);
  for (; hours < 12 && (await runOf(id)).state === "reading"; hours += 1) {
    const nowMs = () => Date.now() + hours * HOUR_MS;
    const before = sent.length;
    await inWorld((world) => sweepImports(world), { nowMs, send: async (events) => void sent.push(...events) });
    const mine = sent.slice(before).filter(({ payload }) => "runId" in payload && payload.runId === id);
    // Each message is lost after its first try.
    for (const _ of mine)
      await inWorld((world) => driveImport(world, id), {
        ...failing,
        nowMs,
        log: keptLog(),
        send: async () => undefined,
      }).catch(() => undefined);
  }
  expect([(await runOf(id)).state, hours]).toEqual(["refused", 7]);
});
