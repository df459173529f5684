/** Staff makes or changes a brand, or joins one with another. Products follow by the names that lead to it. */
import { recordAudit } from "../../admin/audit-store.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { conflictTableOf } from "../../base/unique-conflict.ts";
import type { Viewer } from "../../customers/viewer.ts";
import { relayOutbox } from "../../events/outbox-store.ts";
import { brandTag, CATALOG_TAG } from "../../http/cache-policy.ts";
import { purgePages } from "../../http/purge-pages-flow.ts";
import type { Language } from "../../markets/markets.ts";
import type { World } from "../../world.ts";
import { BRAND_BEGIN, type Brand, type BrandText, brandKeyOf } from "./brand.ts";
import { brandMerge, brandSave, findBrandNames, readBrand } from "./brand-store.ts";
import { findRulesWith } from "./collection-store.ts";
import { followBrandStretch } from "./follow-brand-flow.ts";

/** `version` is the one that was read; 0 makes a new one. `aliases`: other names that products come with. */
export type BrandAsk = {
  version: number;
  slug: string;
  name: string;
  aliases: readonly string[];
  logoKey: string | null;
  translations: Partial<Record<Language, BrandText>>;
};
export type BrandProblem =
  | { code: "brand.unknown" | "brand.slug_taken" }
  | { code: "brand.changed_meanwhile"; version: number }
  | { code: "brand.name_taken"; name: string; brandId: string }
  | { code: "brand.in_rule"; collectionId: string };

/** The whole brand: a text or alias that is left out is removed, but its former name stays one that leads to it. */
export async function saveBrand(
  world: World,
  id: string,
  ask: BrandAsk,
  by: Viewer,
): Promise<Outcome<Brand, BrandProblem>> {
  const before = await readBrand(world.catalog, id);
  const brand = brandOf(id, ask, before, world.nowMs());
  if (before && sameBrand(before, brand)) return done(before);
  if ((before?.version ?? 0) !== ask.version)
    return refused({ code: "brand.changed_meanwhile", version: before?.version ?? 0 });
  const problem = (await findTaken(world, brand)) ?? (await write(world, brand, before));
  if (problem) return refused(problem);
  await recordAudit(world, { by, action: "brand.saved", subject: `brand:${id}`, before, after: ask });
  world.defer(purgePages(world, [brandTag(id), CATALOG_TAG]));
  return done(brand);
}

function brandOf(id: string, ask: BrandAsk, before: Brand | null, nowMs: number): Brand {
  const { slug, name, aliases, logoKey, translations } = ask;
  const names = [name, ...aliases, ...(before && before.name !== name ? [before.name] : [])];
  const nameKeys = [...new Set(names.map(brandKeyOf))].toSorted();
  return { id, slug, name, logoKey, translations, nameKeys, version: (before?.version ?? 0) + 1, updatedAtMs: nowMs };
}

const sameBrand = (one: Brand, other: Brand): boolean => textOf(one) === textOf(other);
const textOf = ({ slug, name, logoKey, nameKeys, translations }: Brand): string =>
  JSON.stringify([slug, name, logoKey, nameKeys.toSorted(), Object.entries(translations).toSorted()]);

async function findTaken(world: World, { id, nameKeys }: Brand): Promise<BrandProblem | null> {
  const owners = await findBrandNames(world.catalog, nameKeys);
  const taken = [...owners].find(([, owner]) => owner !== id);
  return taken ? { code: "brand.name_taken", name: taken[0], brandId: taken[1] } : null;
}

/** Products find it anew where what they are called changes. */
async function write(world: World, brand: Brand, before: Brand | null): Promise<BrandProblem | null> {
  const isRenamed = before !== null && (before.name !== brand.name || before.slug !== brand.slug);
  const follow = isRenamed ? await followBrandStretch(world, brand.id, BRAND_BEGIN) : { statements: [], events: [] };
  const [first, ...rest] = [...brandSave(world.catalog, brand, before), ...follow.statements];
  try {
    if (first) await world.catalog.batch([first, ...rest]);
    world.defer(relayOutbox(world, world.catalog, follow.events));
  } catch (error) {
    if (/NOT NULL constraint failed: brands\.version/.test(`${error} ${error instanceof Error ? error.cause : ""}`)) {
      const now = await readBrand(world.catalog, brand.id);
      return { code: "brand.changed_meanwhile", version: now?.version ?? 0 };
    }
    const table = conflictTableOf(error);
    if (table === "brands") return { code: "brand.slug_taken" };
    const taken = table === "brand_names" ? await findTaken(world, brand) : null;
    if (!taken) throw error;
    return taken;
  }
  return null;
}

/** Joins a brand with another: its names, its address and its products lead there from now on. A repeat is unknown. */
export async function mergeBrand(
  world: World,
  id: string,
  into: string,
  by: Viewer,
): Promise<Outcome<Brand, BrandProblem>> {
  const [brand, target] = await Promise.all([readBrand(world.catalog, id), readBrand(world.catalog, into)]);
  if (!brand || !target || id === into) return refused({ code: "brand.unknown" });
  const [named] = await findRulesWith(world.catalog, id);
  if (named) return refused({ code: "brand.in_rule", collectionId: named });
  const follow = await followBrandStretch(world, id, BRAND_BEGIN);
  const [first, ...rest] = [...brandMerge(world.catalog, brand, into), ...follow.statements];
  if (first) await world.catalog.batch([first, ...rest]);
  await recordAudit(world, { by, action: "brand.merged", subject: `brand:${into}`, before: brand, after: { into } });
  world.defer(relayOutbox(world, world.catalog, follow.events));
  world.defer(purgePages(world, [brandTag(id), brandTag(into), CATALOG_TAG]));
  return done((await readBrand(world.catalog, into)) ?? target);
}
