/** Exports that the store writes by itself: whatever their size and however often a step dies, the file is the catalogue. */
import { env, exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { exportTurn } from "../../worker/transfer/export-flow.ts";
import { EXPORT_KEPT_MS, EXPORTS_WRITING_MAX } from "../../worker/transfer/exports/export-run.ts";
import { driveExport, sweepExports } from "../../worker/transfer/exports/run-export-flow.ts";
import type { World } from "../../worker/world.ts";
import { ask, askAsStaff, importedProduct, inWorld, refusal } from "../support/store-client.ts";

const RUNS = "/api/admin/export-runs";
type Shown = { id: string; state: string; products: number; total: number; bytes: number; expiresAt: string | null };
const begin = (format = "meridian", id: string = crypto.randomUUID()) =>
  askAsStaff<Shown>("POST", RUNS, { id, format, currency: "USD" });
const read = async (id: string) => (await askAsStaff<Shown>("GET", `${RUNS}/${id}`)).body;
const drive = (id: string, over: Partial<World> = {}) =>
  inWorld((world) => driveExport(world, id), { send: async () => undefined, ...over });
async function driveToEnd(id: string, over: Partial<World> = {}): Promise<Shown> {
  for (let turns = 0; turns < 60; turns += 1) {
    await drive(id, over).catch((error: Error) => expect(error.message).toContain("killed"));
    const run = await read(id);
    if (run.state !== "writing") return run;
  }
  throw new Error("the export never ends");
}
const download = (id: string, headers: Record<string, string> = {}): Promise<Response> =>
  exports.default.fetch(
    new Request(`http://store.test${RUNS}/${id}/file`, {
      headers: { authorization: "Bearer staff-token-for-tests", ...headers },
    }),
  );
const wholeCatalogue = () =>
  inWorld(async (world) => (await exportTurn(world, { format: "meridian", currency: "USD", afterId: "" }, 5_000)).text);
/** Some twelve megabytes: more than one part of a file in R2. */
async function fill(): Promise<void> {
  const long = Array.from({ length: 60 }, (_, n) => `Wort ${n} für ein Töpfchen. `).join("");
  for (let chunk = 0; chunk < 2; chunk += 1) {
    const products = Array.from({ length: 60 }, () =>
      importedProduct({
        attributes: Array.from({ length: 70 }, (_, n) => ({ key: `Fact ${n}`, kind: "text" as const, value: long })),
      }),
    );
    for (let at = 0; at < products.length; at += 5)
      expect((await askAsStaff("POST", "/api/admin/imports", { products: products.slice(at, at + 5) })).status).toBe(
        200,
      );
  }
}

describe("an export by the store", () => {
  test("that is killed at any call goes on, and has each product once", async () => {
    await askAsStaff("POST", "/api/admin/imports", { products: [importedProduct(), importedProduct()] });
    for (let calls = 1; calls < 9; calls += 1) {
      const { body } = await begin();
      let left = calls;
      const dying = await inWorld(async ({ transfers }) => ({
        transfers: new Proxy(transfers, {
          get(bucket, name) {
            const own = bucket[name as keyof R2Bucket] as unknown;
            if (typeof own !== "function") return own;
            return (...args: unknown[]) => {
              left -= 1;
              if (left === 0) throw new Error("killed");
              return (own as (...all: unknown[]) => unknown).apply(bucket, args);
            };
          },
        }),
      }));
      expect((await driveToEnd(body.id, dying)).state).toBe("done");
      expect(await (await download(body.id)).text()).toBe(await wholeCatalogue());
    }
  });

  test("is a file of several parts, byte for byte the catalogue, with progress and a day it is kept until", async () => {
    await fill();
    const { body } = await begin();
    expect([body.state, body.total]).toEqual(["writing", 122]);
    const done = await driveToEnd(body.id);
    const [file, whole] = [await (await download(body.id)).text(), await wholeCatalogue()];
    expect(file === whole).toBe(true);
    expect(done).toMatchObject({ state: "done", products: 122, bytes: new TextEncoder().encode(whole).length });
    expect(done.bytes).toBeGreaterThan(8_388_608);
    const part = await download(body.id, { range: "bytes=10-19" });
    expect([part.status, await part.text(), part.headers.get("content-range")]).toEqual([
      206,
      whole.slice(10, 20),
      `bytes 10-19/${done.bytes}`,
    ]);
    const last = await download(body.id, { range: "bytes=-10" });
    expect([last.status, await last.text(), last.headers.get("content-range")]).toEqual([
      206,
      new TextDecoder().decode(new TextEncoder().encode(whole).slice(-10)),
      `bytes ${done.bytes - 10}-${done.bytes - 1}/${done.bytes}`,
    ]);
    // What `curl -C -` asks where it has the whole file already.
    const none = await download(body.id, { range: `bytes=${done.bytes}-` });
    expect([none.status, none.headers.get("content-range"), (await none.json<{ code: string }>()).code]).toEqual([
      416,
      `bytes */${done.bytes}`,
      "download.range_invalid",
    ]);
    const nonsense = await download(body.id, { range: "bytes=-" });
    expect([nonsense.status, (await nonsense.arrayBuffer()).byteLength]).toEqual([200, done.bytes]);
    const same = await download(body.id, { range: "bytes=0-4", "if-range": part.headers.get("etag") ?? "" });
    const other = await download(body.id, { range: "bytes=0-4", "if-range": '"another"' });
    expect([same.status, await same.text(), other.status]).toEqual([206, whole.slice(0, 5), 200]);
    await other.body?.cancel();
  });

  test("under the same id is the same; under another's it is refused, and so are too many at once", async () => {
    const first = await begin();
    expect((await begin("meridian", first.body.id)).body.id).toBe(first.body.id);
    expect(refusal(await begin("shopify", first.body.id))).toBe("422 export.id_taken");
    const others = await Promise.all(Array.from({ length: EXPORTS_WRITING_MAX - 1 }, () => begin()));
    expect(refusal(await begin())).toBe("409 export.too_many");
    for (const { body } of [first, ...others]) expect((await driveToEnd(body.id)).state).toBe("done");
  });

  test("is dropped when it is old, and says so", async () => {
    const { body } = await begin("shopify");
    const early = await askAsStaff("GET", `${RUNS}/${body.id}/file`);
    expect(refusal(early)).toBe("404 export.not_there");
    const done = await driveToEnd(body.id);
    for (let sweeps = 0; sweeps < 3; sweeps += 1)
      await inWorld((world) => sweepExports(world), { nowMs: () => Date.parse(done.expiresAt ?? "") + 1 });
    expect((await read(body.id)).state).toBe("expired");
    expect((await download(body.id)).status).toBe(404);
    expect(EXPORT_KEPT_MS).toBe(7 * 86_400_000);
    expect((await env.TRANSFERS.list({ prefix: `exports/${body.id}/` })).objects).toEqual([]);
  });

  test("whose message was lost is sent for again by the timer", async () => {
    const { body } = await begin();
    const sent: unknown[] = [];
    await inWorld((world) => sweepExports(world), {
      nowMs: () => Date.now() + 3_600_000,
      send: async (events) => void sent.push(...events),
    });
    expect(sent).toContainEqual(expect.objectContaining({ kind: "export.due", payload: { exportId: body.id } }));
  });

  test("is for staff alone", async () => {
    const id = crypto.randomUUID();
    const answers = await Promise.all([ask(RUNS), ask(`${RUNS}/${id}`), ask(`${RUNS}/${id}/file`)]);
    expect(answers.map(refusal)).toEqual(Array(3).fill("401 access.sign_in_needed"));
    expect(refusal(await askAsStaff("GET", `${RUNS}/${id}`))).toBe("404 export.unknown");
  });
});
