/** The store an import goes into, over its API. */
import type { CategoryNode } from "../worker/catalog/category.ts";
import type { CategoryChange } from "../worker/catalog/product-shapes.ts";
import type { ProjectionCheck } from "../worker/search/rebuild-flow.ts";
import type { ImportAnswer, ImportedProduct, ImportRun } from "../worker/transfer/imported-product.ts";
import { foreignCategoryOf, storeCategoryOf } from "../worker/transfer/store-categories.ts";
import type { StoreAddress } from "./with-store.ts";

/** The store did not take what it was asked to. `at` says what was not clear, by position in what was sent. */
export class StoreRefused extends Error {
  override name = "StoreRefused";
  readonly at: readonly { path: string; why: string }[];
  constructor(message: string, at: readonly { path: string; why: string }[]) {
    super(message);
    this.at = at;
  }
}

export type ImportSettings = { openingQuantity: number; run: ImportRun };
export type ImportTarget = ReturnType<typeof importTarget>;
const TRIES_MAX = 3;
const TRY_AGAIN_MS = 1_000;
const POLL_MS = 1_000;
/** Products asked about in one call: the store's own limit. */
const IDS_PER_ASK = 50;
/** Documents and index are made after the import is stored; when none was made for so long, none is on its way. */
const STALLED_MS = 60_000;

/** `run` names the import in the audit. `openingQuantity` is what new variants start with where the file says nothing. */
export function importTarget({ url, staffToken }: StoreAddress, { openingQuantity, run }: ImportSettings) {
  const ask = <Answer>(method: string, path: string, body?: unknown) =>
    askStore<Answer>(url, staffToken, method, path, body);
  return {
    /** What importing these would come to; nothing is changed. Texts are left out: they decide nothing. */
    check: (products: readonly ImportedProduct[]) =>
      ask<ImportAnswer>("POST", "/api/admin/imports", {
        products: products.map(bareOf),
        openingQuantity,
        dryRun: true,
      }),
    send: (products: readonly ImportedProduct[]) =>
      ask<ImportAnswer>("POST", "/api/admin/imports", { products, openingQuantity, run }),
    /** Makes the categories that are not there yet. `wanted` has what the source calls each. */
    async makeCategories(wanted: ReadonlyMap<string, string>): Promise<number> {
      const { items } = await ask<{ items: CategoryNode[] }>("GET", "/api/categories?market=en-us");
      const known = new Set(items.flatMap(idsIn));
      let made = 0;
      for (const [id, name] of wanted) made += await makeCategory(ask, known, id, name);
      return made;
    },
    /** Waits until search and product pages know these products. False when none of them was made for a minute. */
    async awaitProjections(ids: readonly string[], tell: (done: number) => void): Promise<boolean> {
      for (let start = 0; start < ids.length; start += IDS_PER_ASK) {
        const chunk = ids.slice(start, start + IDS_PER_ASK);
        let [left, movedAtMs] = [chunk.length + 1, Date.now()];
        while (left > 0) {
          const path = `/api/admin/projections?ids=${chunk.map(encodeURIComponent).join()}`;
          const { searchDiffers, documentDiffers } = await ask<ProjectionCheck>("GET", path);
          const now = new Set([...searchDiffers, ...documentDiffers]).size;
          if (now < left) movedAtMs = Date.now();
          left = now;
          if (left > 0 && Date.now() - movedAtMs > STALLED_MS) return false;
          if (left > 0) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
        }
        tell(start + chunk.length);
      }
      return true;
    },
  };
}

type Ask = <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;

/** The category and those above it, from the root down. Answers how many were made. */
async function makeCategory(ask: Ask, known: Set<string>, id: string, name: string): Promise<number> {
  if (known.has(id)) return 0;
  const change: CategoryChange = storeCategoryOf(id) ?? foreignCategoryOf(id, name);
  const above = change.parentId === null ? 0 : await makeCategory(ask, known, change.parentId, change.parentId);
  await ask("PUT", `/api/admin/categories/${id}`, change);
  known.add(id);
  return above + 1;
}

const idsIn = (node: CategoryNode): string[] => [node.id, ...node.children.flatMap(idsIn)];

const bareOf = (product: ImportedProduct): ImportedProduct => ({
  ...product,
  translations: Object.fromEntries(
    Object.entries(product.translations).map(([language, text]) => [language, { ...text, description: "" }]),
  ),
  attributes: [],
  media: [],
});

/** Asks again where the connection broke or the store was busy: every ask of an import bears repeating. */
async function askStore<Answer>(
  url: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const init = {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(url + path, init).catch((error: Error) => error);
    const isPassing = response instanceof Error || response.status === 429 || response.status >= 500;
    if (!isPassing) return readAnswer<Answer>(response, method, path);
    if (tries === TRIES_MAX)
      throw new Error(`${method} ${path}: ${response instanceof Error ? response.message : response.status}`);
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS * tries));
  }
}

async function readAnswer<Answer>(response: Response, method: string, path: string): Promise<Answer> {
  if (response.ok) return (await response.json()) as Answer;
  const problem = (await response.json().catch(() => ({}))) as { title?: string; at?: { path: string; why: string }[] };
  throw new StoreRefused(`${method} ${path}: ${response.status} ${problem.title ?? ""}`.trim(), problem.at ?? []);
}
