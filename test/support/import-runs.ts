/** Runs of imports as a program drives them: staged, sealed, and stepped until they rest. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { ShownRun } from "../../tools/import-target.ts";
import type { ImportedProductInput } from "../../worker/transfer/imported-product.ts";
import { askAsStaff } from "./store-client.ts";

export const RUNS = "/api/admin/import-runs";
const STEPS_MAX = 100;
export type RunAsk = { dryRun?: boolean; skipBad?: boolean; format?: string; fingerprint?: string };
export type SentChunk = {
  products?: readonly ImportedProductInput[];
  categories?: readonly object[];
  parts?: readonly object[];
};

/** Answers the run's id. */
export async function stagedRun(chunks: readonly SentChunk[], settings: RunAsk = {}): Promise<string> {
  const id = crypto.randomUUID();
  const begun = { id, file: "shop.csv", format: "CSV", fingerprint: "ab".repeat(32), ...settings };
  expect((await askAsStaff("POST", RUNS, begun)).status).toBe(200);
  for (const [number, { products = [], ...rest }] of chunks.entries()) {
    const rows = products.map((_, index) => number * 100 + index + 2);
    const sent = await askAsStaff("POST", `${RUNS}/${id}/chunks/${number}`, { products, rows, ...rest });
    expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  }
  const count = chunks.flatMap(({ products = [] }) => products).length;
  const counts = { products: count, variants: count, refused: 0 };
  expect((await askAsStaff("POST", `${RUNS}/${id}/seal`, { chunks: chunks.length, counts })).status).toBe(200);
  return id;
}

export const stepRun = (id: string) => askAsStaff<ShownRun>("POST", `${RUNS}/${id}/advance`);
export async function restOf(id: string): Promise<ShownRun> {
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const { body } = await stepRun(id);
    if (body.isResting) return body;
  }
  throw new Error("the run never rests");
}
export const wholeRun = async (chunks: readonly SentChunk[], settings: RunAsk = {}): Promise<ShownRun> =>
  restOf(await stagedRun(chunks, settings));
export async function undoneRun(id: string): Promise<ShownRun> {
  expect((await askAsStaff("POST", `${RUNS}/${id}/undo`)).status).toBe(200);
  return restOf(id);
}

/** Ids of what `importedProduct` makes. */
export const importedId = ({ externalId }: ImportedProductInput): string => `test-${externalId}`;
export const statusOfProduct = (id: string) =>
  env.CATALOG.prepare("SELECT status FROM products WHERE id = ?").bind(id).first<string>("status");
