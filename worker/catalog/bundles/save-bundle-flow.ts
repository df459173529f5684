/** Staff says what a SKU is made of: written whole with its events or not at all, and never over somebody else's change. */
import type { BatchItem } from "drizzle-orm/batch";
import { auditEntryOf } from "../../admin/audit-store.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import type { Viewer } from "../../customers/viewer.ts";
import { newEvent } from "../../events/outbox-store.ts";
import { hasOwnTerms } from "../../inventory/policy-change.ts";
import { BUNDLES_WITH_MAX } from "../../inventory/project-stock-flow.ts";
import { readLevels } from "../../inventory/stock-flow.ts";
import { POLICY_DEFAULT } from "../../inventory/stock-policy.ts";
import { readPolicies } from "../../inventory/supply-store.ts";
import type { World } from "../../world.ts";
import { readDigitalGoods } from "../digital/digital-store.ts";
import { readVariantStockFacts } from "../product-store.ts";
import { type SavePartProblem, savePart } from "../versions/save-part-flow.ts";
import { readVersionWith, type VariantProblem } from "../versions/variant-version-store.ts";
import { COMPONENT_QUANTITY_MAX, COMPONENTS_MAX, type Component } from "./bundle.ts";
import { componentsReplace, listBundlesWith, readComponents } from "./bundle-store.ts";

/** `has_units`: of its own, which as a bundle nobody could buy. `has_terms`: a policy that its components have now. */
export type BundleProblem =
  | { code: "bundle.has_units"; onHand: number; owed: number; inTransit: number }
  | { code: "bundle.has_terms" | "bundle.is_component" };
export type SaveBundleProblem =
  | BundleProblem
  | SavePartProblem
  | VariantProblem
  | { code: "request.invalid"; at: readonly { path: string; why: string }[] };
/** `version` is the product's. No components: it is no bundle any more. `also` is written in the same batch. */
type SaveBundle = {
  productId: string;
  sku: string;
  version: number;
  components: readonly Component[];
  by: Viewer;
  also?: readonly BatchItem<"sqlite">[];
};
type SavedBundle = { version: number; components: readonly Component[] };

/** Answers the product's version by now. The same components again change nothing. */
export async function saveBundle(world: World, ask: SaveBundle): Promise<Outcome<SavedBundle, SaveBundleProblem>> {
  const { productId, sku, components, by } = ask;
  const found = await readVersionWith(world.catalog, productId, sku);
  if (!found.ok) return found;
  const version = found.value;
  const before = (await readComponents(world.catalog, [sku])).get(sku) ?? [];
  if (sameComponents(before, components)) return done({ version, components: before });
  if (version !== ask.version) return refused({ code: "product.changed_meanwhile", version });
  const problem =
    (await findWrongComponents(world, sku, components)) ??
    (before.length === 0 ? await findOwnStock(world, sku) : null) ??
    (await savePart(world, ask, {
      writes: [...componentsReplace(world.catalog, sku, ask.components), ...(ask.also ?? [])],
      events: [
        newEvent(world, "products.changed", { productIds: [productId] }),
        newEvent(world, "stock.changed", { sku }),
      ],
      entry: auditEntryOf(world, {
        by,
        action: "bundle.saved",
        subject: `product:${productId}`,
        before: { sku, components: before },
        after: { sku, components },
      }),
    }));
  if (problem) return refused(problem);
  return done({ version: version + 1, components });
}

async function findWrongComponents(
  world: World,
  sku: string,
  components: readonly Component[],
): Promise<SaveBundleProblem | null> {
  const skus = components.map((component) => component.sku);
  const db = world.catalog;
  const [facts, bundles, downloads, uses] = await Promise.all([
    readVariantStockFacts(db, skus),
    readComponents(db, skus),
    readDigitalGoods(db, [...skus, sku]),
    Promise.all(skus.slice(0, COMPONENTS_MAX).map((part) => listBundlesWith(db, part, BUNDLES_WITH_MAX))),
  ]);
  const known = new Set(facts.map((each) => each.sku));
  const at = components.flatMap((part, index) => {
    const isFull = (uses[index]?.length ?? 0) >= BUNDLES_WITH_MAX && !uses[index]?.includes(sku);
    const why = whyWrong(part, skus.indexOf(part.sku) !== index, { sku, known, bundles, downloads, isFull });
    return why === null ? [] : [{ path: `components.${index}.${why.part}`, why: why.words }];
  });
  if (components.length > 0 && downloads.has(sku)) at.push({ path: "components", why: "are of no download" });
  if (components.length > COMPONENTS_MAX) at.push({ path: "components", why: `are ${COMPONENTS_MAX} at most` });
  return at.length > 0 ? { code: "request.invalid", at } : null;
}

type Known = {
  sku: string;
  known: ReadonlySet<string>;
  bundles: ReadonlyMap<string, unknown>;
  downloads: ReadonlyMap<string, unknown>;
  isFull: boolean;
};

function whyWrong(part: Component, isTwice: boolean, { sku, known, bundles, downloads, isFull }: Known) {
  const { quantity } = part;
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > COMPONENT_QUANTITY_MAX)
    return { part: "quantity", words: `is a whole number from 1 to ${COMPONENT_QUANTITY_MAX}` };
  if (part.sku === sku) return { part: "sku", words: "is the bundle itself" };
  if (isTwice) return { part: "sku", words: "is named twice" };
  if (!known.has(part.sku)) return { part: "sku", words: `there is no SKU ${part.sku}` };
  if (downloads.has(part.sku)) return { part: "sku", words: "is a download, which no parcel holds" };
  if (bundles.has(part.sku)) return { part: "sku", words: "is a bundle itself" };
  return isFull ? { part: "sku", words: `is part of ${BUNDLES_WITH_MAX} bundles, as many as may be` } : null;
}

/** A SKU with units, terms or bundles of its own does not silently become a bundle. */
async function findOwnStock(world: World, sku: string): Promise<SaveBundleProblem | null> {
  const [levels, policies, uses] = await Promise.all([
    readLevels(world, sku),
    readPolicies(world.catalog, [sku]),
    listBundlesWith(world.catalog, sku, 1),
  ]);
  if (!levels.ok) return { code: "stock.sku_unknown" };
  const { onHand, owed, inTransit } = levels.value;
  if (uses.length > 0) return { code: "bundle.is_component" };
  if (onHand > 0 || owed > 0 || inTransit > 0) return { code: "bundle.has_units", onHand, owed, inTransit };
  return hasOwnTerms(policies.get(sku) ?? POLICY_DEFAULT) ? { code: "bundle.has_terms" } : null;
}

function sameComponents(one: readonly Component[], other: readonly Component[]): boolean {
  const textOf = (parts: readonly Component[]) =>
    JSON.stringify(parts.map(({ sku, quantity }) => `${quantity} ${sku}`).toSorted());
  return textOf(one) === textOf(other);
}
