/** The command line's own driver over the store's API: killed and called again, and its report. */
import { env, exports } from "cloudflare:workers";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { writeWholeReport } from "../../tools/import-report-file.ts";
import { type ImportJob, runImport, undoImport } from "../../tools/import-run.ts";
import { importTarget } from "../../tools/import-target.ts";
import { sweepImports } from "../../worker/transfer/drive-import-flow.ts";
import type { Read } from "../../worker/transfer/formats/file-problem.ts";
import { type ImportedProductInput, importedProductShape } from "../../worker/transfer/imported-product.ts";
import { importedId, RUNS, stagedRun, statusOfProduct, stepRun, wholeRun } from "../support/import-runs.ts";
import { askAsStaff, importedProduct, inWorld, STORE } from "../support/store-client.ts";

beforeEach(() => {
  vi.stubGlobal("fetch", (address: string, init: RequestInit) => exports.default.fetch(new Request(address, init)));
});
afterEach(() => {
  vi.unstubAllGlobals();
});
const target = importTarget({ url: STORE, staffToken: "staff-token-for-tests" } as Parameters<typeof importTarget>[0]);
const quiet = { ...target, awaitSearch: async () => true };

function jobOf(products: readonly ImportedProductInput[], skipBad = false): ImportJob {
  const fingerprint = crypto.randomUUID().replaceAll("-", "").repeat(2);
  const begin = { file: "shop.csv", format: "CSV", fingerprint, openingQuantity: 0, skipBad, dryRun: false };
  return {
    begin: { ...begin, id: crypto.randomUUID() },
    async *reads() {
      for (const [index, product] of products.entries())
        yield { row: index + 2, product: importedProductShape.parse(product), categories: [], notes: [] } as Read;
    },
    found: { products: products.length, problems: [] },
    beganAtMs: Date.now(),
  };
}
/** The same command again, which makes an id of its own for a new import. */
const again = (job: ImportJob): ImportJob => ({ ...job, begin: { ...job.begin, id: crypto.randomUUID() } });
async function drive(job: ImportJob, dies: (state: string) => boolean = () => false) {
  const said: string[] = [];
  const dying: typeof quiet = {
    ...quiet,
    act: async (id, what) => {
      const run = await quiet.act(id, what);
      if (dies(run.state)) throw new Error("killed");
      return run;
    },
  };
  const ended = await runImport(dying, job, (line) => said.push(line)).catch((error: Error) => {
    expect(error.message).toBe("killed");
    return null;
  });
  return { ended, said: said.join("\n") };
}
/** Imports two of a hundred and one, of which the second chunk is refused once the first is applied. */
async function lateJob() {
  const [known, late] = [importedProduct(), importedProduct()];
  const first = Array.from({ length: 100 }, () => importedProduct());
  await wholeRun([{ products: [known, late] }]);
  const wanted = { sku: `${late.externalId}-XL`, options: { Size: "XL" }, prices: {} };
  const job = jobOf([...first, { ...late, variants: [...late.variants, wanted] } as ImportedProductInput]);
  let isStolen = false;
  const killed = await drive(job, (state) => {
    if (state === "applying" && !isStolen) {
      isStolen = true;
      return true;
    }
    return false;
  });
  expect(killed.ended).toBeNull();
  await wholeRun([{ products: [{ ...known, variants: [...known.variants, wanted] } as ImportedProductInput] }]);
  return { job, first };
}

describe("an import whose program dies while it is taken back", () => {
  test("is found by the same command and taken back to its end, and no second one is begun", async () => {
    const { job, first } = await lateJob();
    expect((await drive(again(job), (state) => state === "withdrawing")).ended).toBeNull();
    const { ended, said } = await drive(again(job));
    expect([ended?.id, ended?.state, ended?.undone]).toEqual([job.begin.id, "refused", 100]);
    expect(said).toContain(`Going on with the import ${job.begin.id}, withdrawing.`);
    expect(await statusOfProduct(importedId(first[0] as ImportedProductInput))).toBe("archived");
  });

  test("is taken back by the timer where nobody calls again", async () => {
    const { job } = await lateJob();
    await drive(again(job), (state) => state === "withdrawing");
    const sent: unknown[] = [];
    await inWorld((world) => sweepImports(world), {
      nowMs: () => Date.now() + 3_600_000,
      send: async (events) => void sent.push(...events.map(({ payload }) => payload)),
    });
    expect(sent).toContainEqual({ runId: job.begin.id });
  });

  test("by an undo is undone first, and then imported anew as the command says", async () => {
    const job = jobOf([importedProduct(), importedProduct()]);
    const done = await drive(job);
    await askAsStaff("POST", `${RUNS}/${done.ended?.id}/undo`);
    const { ended, said } = await drive(again(job));
    expect(said).toContain("Undone: 2 products are taken back.");
    expect([ended?.id === done.ended?.id, ended?.state, ended?.counts.updated]).toEqual([false, "done", 2]);
  });
});

test("what an undo took back is told as it was, whatever it left alone", async () => {
  const products = Array.from({ length: 3 }, () => importedProduct());
  const done = await wholeRun([{ products }]);
  const staffs = importedId(products[0] as ImportedProductInput);
  await askAsStaff("PATCH", `/api/admin/products/${staffs}`, { version: 1, brand: "By hand" });
  const said: string[] = [];
  await undoImport(quiet, done.id, (line) => said.push(line));
  expect(said).toEqual([
    "Undone: 2 products are taken back.",
    "Left alone: 1.",
    `  left alone: product:${staffs}, it was changed since`,
  ]);
});

test("the report has everything that the store refused, however much, after what the file is at fault for", async () => {
  const [known, own] = [importedProduct(), importedProduct()];
  await wholeRun([{ products: [known, own] }]);
  const wrong = { ...own, variants: known.variants };
  const chunks = [[wrong], [importedProduct()], [importedProduct()]].map((products) => ({ products }));
  const id = await stagedRun(chunks, { skipBad: true });
  await stepRun(id);
  // As a chunk of as many bad products leaves it.
  const problems = Array.from({ length: 1_500 }, (_, row) => ({ row: row + 5, column: "sku", why: 'is "theirs"' }));
  for (const number of [1, 2])
    await env.CATALOG.prepare("UPDATE import_chunks SET problems = ? WHERE run_id = ? AND number = ?")
      .bind(JSON.stringify(problems), id, number)
      .run();
  const path = join(tmpdir(), `${id}.csv`);
  const said: string[] = [];
  const ofFile = [{ row: 2, column: "price", why: "is none" }];
  await writeWholeReport(path, ofFile, target.report(id), (line) => said.push(line));
  const lines = readFileSync(path, "utf8").split("\r\n");
  expect(lines.slice(0, 4)).toEqual([
    "row,column,why",
    "2,price,is none",
    `2,sku,${known.variants[0]?.sku} belongs to the product ${importedId(known)}`,
    '5,sku,"is ""theirs"""',
  ]);
  expect([lines.length, said]).toEqual([3_004, [`3,002 problems written to ${path}.`]]);
});
