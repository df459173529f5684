/** How an uploaded file is read: each byte once in each of two turns, however many steps they take, and every step may die. */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readStagedChunk } from "../../worker/transfer/import-parts-store.ts";
import type { ImportRun } from "../../worker/transfer/import-run-store.ts";
import { readUploadStep } from "../../worker/transfer/read-upload-flow.ts";
import { readOn } from "../../worker/transfer/run-import-flow.ts";
import { uploadFile } from "../../worker/transfer/upload-import-flow.ts";
import { inWorld } from "../support/store-client.ts";

const by = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
const settings = { openingQuantity: 0, skipBad: false, dryRun: true };
const HEAD = "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU,Variant Price\n";
const BODY = `<p>${"Größe, Maß & Gewicht ".repeat(20)}</p>`;
/** Variants of a product stand beside each other, but those of every hundredth: their second stands at the end of the file. */
function fileOf(products: number): string {
  const late: string[] = [];
  const rows = Array.from({ length: products }, (_, n) => {
    const second = `pot-${n},,,,L,POT-${n}-L,${n + 2}.50\n`;
    if (n % 100 === 0) late.push(second);
    return `pot-${n},"Töpfe, ${n}\n№ ${n}","${BODY}",Size,S,POT-${n}-S,${n + 1}.50\n${n % 100 === 0 ? "" : second}`;
  });
  return HEAD + rows.join("") + late.join("");
}

async function begun(bytes: string | Uint8Array): Promise<string> {
  const id = crypto.randomUUID();
  const ask = {
    id,
    file: "shop.csv",
    bytes: new Blob([bytes as BlobPart]),
    settings,
    reading: { currency: "USD" as const },
    by,
  };
  const run = await inWorld((world) => uploadFile(world, ask));
  if (!run.ok) throw new Error(run.problem.code);
  return id;
}
/** Steps until all is read. `bytesMax` is how many bytes of the file any one step asked for. */
async function readAll(id: string) {
  const asked = { bytes: 0, stepMax: 0, steps: 0, kept: 0 };
  for (;;) {
    let step = 0;
    const run = await inWorld(async (world) => {
      const here = await readOn(world, id);
      if (!here.ok || here.value.state !== "reading") return here.ok ? here.value : null;
      const transfers = new Proxy(world.transfers, {
        get(bucket, name) {
          if (name !== "get")
            return typeof bucket[name as "get"] === "function"
              ? bucket[name as "get"].bind(bucket)
              : bucket[name as "get"];
          return async (key: string, options?: R2GetOptions) => {
            const found = await bucket.get(key, options as never);
            const range = options?.range as { length?: number } | undefined;
            if (/\/(file|unpacked)$/.test(key)) step += Math.min(range?.length ?? found?.size ?? 0, found?.size ?? 0);
            else asked.kept += found?.size ?? 0;
            return found;
          };
        },
      });
      await readUploadStep({ ...world, transfers }, here.value);
      return "more" as const;
    });
    asked.bytes += step;
    asked.stepMax = Math.max(asked.stepMax, step);
    if (run !== "more") return { run: run as ImportRun | null, ...asked };
    asked.steps += 1;
  }
}
async function productsOf(id: string, chunks: number) {
  const all = await inWorld((world) =>
    Promise.all(Array.from({ length: chunks }, (_, number) => readStagedChunk(world, id, number))),
  );
  return all.flatMap(({ products }) => products);
}

describe("an uploaded file", () => {
  const [text, products] = [fileOf(6_000), 6_000];
  const bytes = new TextEncoder().encode(text).length;

  test("is read twice, no byte of it more often, in steps of a bounded size", async () => {
    const id = await begun(text);
    const { run, ...read } = await readAll(id);
    expect([run?.state, run?.counts.products, run?.counts.variants]).toEqual(["checking", products, products * 2]);
    expect(read.steps).toBeGreaterThan(6);
    expect(read.bytes / bytes).toBeLessThan(2 * 1.02);
    expect(read.stepMax).toBeLessThan(4_500_000);
    // What a step takes up of the one before it is small beside the file.
    expect(read.kept / bytes).toBeLessThan(0.2);
    const [first, last] = [(await productsOf(id, run?.chunks ?? 0))[0], products - 1];
    const titles = new Set((await productsOf(id, run?.chunks ?? 0)).map((each) => each.translations.en?.title));
    expect([titles.size, titles.has(`Töpfe, ${last} № ${last}`), first?.variants.length]).toEqual([products, true, 2]);
  });

  test("that is packed is unpacked once, and read as the same", async () => {
    const id = await begun(gzipSync(text));
    const { run, ...read } = await readAll(id);
    expect([run?.state, run?.counts.products, run?.counts.variants]).toEqual(["checking", products, products * 2]);
    expect(read.bytes / bytes).toBeLessThan(2 * 1.1);
  });

  test("in Windows-1252 is found out, and read in it", async () => {
    const id = await begun(Uint8Array.from([...fileOf(50).replaceAll("№", "Nr")].map((char) => char.charCodeAt(0))));
    const { run } = await readAll(id);
    const [product] = await productsOf(id, run?.chunks ?? 0);
    expect([run?.counts.products, product?.translations.en?.title]).toEqual([50, "Töpfe, 1 Nr 1"]);
  });
});
