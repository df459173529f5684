/** A file that was refused for some of its rows is imported again without them, from what the store kept of it. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { canLeaveOut, importAgain } from "../../worker/transfer/import-again-flow.ts";
import { deleteParts } from "../../worker/transfer/import-parts-store.ts";
import { type ImportRun, moveRun, readRun } from "../../worker/transfer/import-run-store.ts";
import { advanceRun } from "../../worker/transfer/run-import-flow.ts";
import { uploadFile } from "../../worker/transfer/upload-import-flow.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { inWorld } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

const HEAD = "Handle;Title;Variant SKU;Variant Price\n";
const by = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
const none = { send: async () => undefined };
const statusOf = (id: string) =>
  env.CATALOG.prepare("SELECT status FROM products WHERE id = ?").bind(id).first<string>("status");

async function runOf(id: string): Promise<ImportRun> {
  const run = await inWorld((world) => readRun(world.catalog, id));
  if (!run) throw new Error("the run is there");
  return run;
}
async function restOf(id: string): Promise<ImportRun> {
  for (let steps = 0; steps < 40; steps += 1) {
    const advanced = await inWorld((world) => advanceRun(world, id), none);
    if (advanced.ok && ["done", "ready", "refused"].includes(advanced.value.state)) return advanced.value;
  }
  throw new Error("the run never rests");
}
async function refusedRun(rows: string, { dryRun = false, skipBad = false } = {}): Promise<string> {
  const id = crypto.randomUUID();
  const ask = {
    ...{ id, file: "shop.csv", bytes: new Blob([HEAD + rows]), by },
    ...{ settings: { openingQuantity: 4, skipBad, dryRun }, reading: { currency: "EUR" as const } },
  };
  expect(await inWorld((world) => uploadFile(world, ask), none)).toMatchObject({ ok: true });
  expect(await restOf(id)).toMatchObject({ state: "refused" });
  return id;
}
const again = (of: string, id = crypto.randomUUID()) =>
  inWorld((world) => importAgain(world, { id, of, by }), none).then((begun) => ({ id, begun }));
const MIXED = "kettle;Kettle;KETTLE-1;9,50\npot;Pot;POT-1;cheap\n";

describe("a file that was refused for some of its rows", () => {
  test("is imported without them when it is told to, as it was meant to be", async () => {
    const of = await refusedRun(MIXED);
    expect(canLeaveOut(await runOf(of))).toBe(true);
    const { id, begun } = await again(of);
    expect(begun).toMatchObject({ ok: true, value: { file: "shop.csv", state: "reading" } });
    const done = await restOf(id);
    expect(done).toMatchObject({ state: "done", counts: { created: 1, refused: 1 }, problems: [{ row: 3 }] });
    expect(done.settings).toEqual({ openingQuantity: 4, skipBad: true, dryRun: false });
    expect(done.reading).toMatchObject({ currency: "EUR" });
    const handle = await env.CATALOG.prepare("SELECT id FROM products WHERE id LIKE '%kettle'").first<string>("id");
    expect(await statusOf(handle ?? "")).not.toBeNull();
    expect(await runOf(of), "what was found the first time stays").toMatchObject({ state: "refused" });
    expect((await again(of, id)).begun, "the same again").toMatchObject({ ok: true, value: { id, state: "done" } });
  });

  test("is shown first again where it was to be shown first", async () => {
    const { id } = await again(await refusedRun(MIXED, { dryRun: true }));
    expect(await restOf(id)).toMatchObject({ state: "ready", counts: { refused: 1 } });
  });

  test("is not, where that would change nothing or there is no file", async () => {
    const all = await refusedRun("pot;Pot;POT-2;cheap\n", { skipBad: true });
    expect((await again(all)).begun).toMatchObject({ ok: false, problem: { code: "import.moved_on" } });
    const whole = await refusedRun("");
    expect((await again(whole)).begun).toMatchObject({ ok: false, problem: { code: "import.moved_on" } });
    const gone = await refusedRun(MIXED);
    await inWorld((world) => deleteParts(world, gone));
    expect((await again(gone)).begun).toEqual({ ok: false, problem: { code: "import.too_old" } });
    const run = await runOf(gone);
    await inWorld((world) => moveRun(world, run, { partsGone: true }));
    expect((await again(gone)).begun).toMatchObject({ ok: false, problem: { code: "import.moved_on" } });
    expect((await again(crypto.randomUUID())).begun).toEqual({ ok: false, problem: { code: "import.unknown" } });
  });

  test("however it dies on the way, is begun once by asking again", async () => {
    const of = await refusedRun(MIXED, { dryRun: true });
    for (const when of ["before", "after"] as const) {
      for (let [steps, isKilled] = [1, true]; isKilled; steps += 1) {
        const id = crypto.randomUUID();
        const own = newTestWorld(0);
        const dying = dyingWorld(own, steps, when);
        await importAgain(dying, { id, of, by }).catch((error) => expect(wasKilled(error), String(error)).toBe(true));
        isKilled = dying.over;
        await own.settled();
        expect((await again(of, id)).begun).toMatchObject({ ok: true, value: { id } });
        expect(await restOf(id), `killed ${when} step ${steps}`).toMatchObject({ state: "ready" });
        expect(steps).toBeLessThan(12);
      }
    }
  });
});
