/** Shoppers' queries with the marks that people gave to products, and the score of an order of products by them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../../../shared/data/icecat");
const JUDGMENTS_FILE = join(FOLDER, "judgments-dev.csv");
export const PRODUCTS_FILE = join(FOLDER, "products.ndjson.gz");
export const hasJudgedCatalogue = (): boolean => existsSync(JUDGMENTS_FILE) && existsSync(PRODUCTS_FILE);

/** Marks are 0 to 3, by the product's id at its source. */
export type JudgedQuery = { query: string; marks: ReadonlyMap<string, number> };

/** Queries without a product that fits are left out: no order of theirs is better than another. */
export function readJudgedQueries(): JudgedQuery[] {
  const rows = readFileSync(JUDGMENTS_FILE, "utf8").trim().split(/\r?\n/).slice(1);
  const parsed = rows.map((row) => {
    const [, query, id, mark] = /^"?(.*?)"?,([^,]+),([^,]+)$/.exec(row) ?? [];
    if (query === undefined || id === undefined || !Number.isFinite(Number(mark)))
      throw new Error(`No judgment: ${row}`);
    return { query, id, mark: Number(mark) };
  });
  return [...Map.groupBy(parsed, (each) => each.query)]
    .map(([query, marks]) => ({ query, marks: new Map(marks.map(({ id, mark }) => [id, mark])) }))
    .filter(({ marks }) => [...marks.values()].some((mark) => mark > 0));
}

const DEPTH = 10;

/** NDCG@10 (K. Järvelin, J. Kekäläinen, 2002), gains 2^mark - 1; what nobody judged counts nothing. 0 to 1. */
export function ndcgOf(ids: readonly string[], { marks }: JudgedQuery): number {
  const gained = gainOf(ids.slice(0, DEPTH).map((id) => marks.get(id) ?? 0));
  return gained / gainOf([...marks.values()].toSorted((a, b) => b - a).slice(0, DEPTH));
}

const gainOf = (marks: readonly number[]): number =>
  marks.reduce((sum, mark, index) => sum + (2 ** mark - 1) / Math.log2(index + 2), 0);
