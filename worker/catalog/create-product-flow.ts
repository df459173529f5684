/** Staff makes a product, under an id of their own: the same again changes nothing, another of that id is refused. */
import { hexOf } from "../base/hex.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { Language } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { changeProduct, type ProductChanges } from "./product-change.ts";
import type { ProductRecord } from "./product-document.ts";
import { findMatches } from "./product-match-store.ts";
import { PUBLISHED_EVERYWHERE } from "./publication.ts";
import { byOf, type SaveProblem, writeProduct } from "./save-product-flow.ts";

/** A draft unless it says otherwise. Its own language needs a title and a slug. */
export type NewProduct = ProductChanges & { languageDefault: Language };
type CreateProduct = { productId: string; product: NewProduct; by: Viewer };
export type CreateProblem = SaveProblem | { code: "product.id_taken" };

/** Answers whether it was made now, or by the same ask before. */
export async function createProduct(
  world: World,
  { productId, product: { languageDefault, ...changes }, by }: CreateProduct,
): Promise<Outcome<{ created: boolean }, CreateProblem>> {
  const hash = await hashOf([by.id, languageDefault, changes]);
  const had = await findHash(world, productId);
  if (had !== undefined) return had === hash ? done({ created: false }) : refused({ code: "product.id_taken" });
  if (!changes.translations?.[languageDefault])
    return refused({
      code: "request.invalid",
      at: [{ path: `translations.${languageDefault}`, why: "is the product's own language, and missing" }],
    });
  const change = changeProduct(nothingYet(productId, languageDefault), changes);
  if (!change.ok) return change;
  const write = { ...change.value, contentHash: hash, categoryIds: changes.categoryIds ?? [] };
  const after = { languageDefault, ...changes };
  const audit = { by, action: "product.created", subject: `product:${productId}`, before: null, after };
  const problem = await writeProduct(world, write, null, { ...byOf(by), source: "staff", note: "" }, audit);
  // Both asks of two at the same moment come here; the second finds what the first made.
  if (problem?.code === "product.changed_meanwhile")
    return (await findHash(world, productId)) === hash
      ? done({ created: false })
      : refused({ code: "product.id_taken" });
  if (problem) return refused(problem);
  return done({ created: true });
}

/** Undefined where there is no such product. */
async function findHash(world: World, id: string): Promise<string | null | undefined> {
  const { hashes } = await findMatches(world.catalog, { ids: [id], externals: [], skus: [], barcodes: [] });
  return hashes.get(id);
}

const nothingYet = (id: string, languageDefault: Language): ProductRecord => ({
  product: {
    ...{
      id,
      source: "admin",
      externalId: null,
      status: "draft",
      brand: "",
      brandId: null,
      productType: "other",
      taxClass: "standard",
      languageDefault,
    },
    ...{ attributes: [], media: [], rank: 0, tags: [], options: [], ...PUBLISHED_EVERYWHERE },
    ...{ version: 0, createdAtMs: 0, updatedAtMs: 0 },
  },
  ...{ translations: [], variants: [], prices: [], memberships: [], categories: [], categoryTranslations: [] },
  ...{ brandSlug: null, relatedIds: [] },
});

async function hashOf(ask: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(ask));
  return hexOf(await crypto.subtle.digest("SHA-256", bytes));
}
