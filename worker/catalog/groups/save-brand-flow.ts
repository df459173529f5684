/** Staff makes or changes a brand, or joins one with another. Products follow by the names that lead to it. */
import { auditEntryOf } from "../../admin/audit-store.ts";
import { pendingAudit, settleAudit } from "../../admin/pending-audit-store.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { conflictTableOf, isOvertaken } from "../../base/unique-conflict.ts";
import type { Viewer } from "../../customers/viewer.ts";
import { relayOutbox } from "../../events/outbox-store.ts";
import { brandTag, CATALOG_TAG } from "../../http/cache-policy.ts";
import { purgePages } from "../../http/purge-pages-flow.ts";
import type { Language } from "../../markets/markets.ts";
import type { World } from "../../world.ts";
import { byOf } from "../save-product-flow.ts";
import { BY_HAND, type GroupWhy, groupActionOf } from "../versions/group-version.ts";
import { groupVersioned } from "../versions/group-version-store.ts";
import { BRAND_ALIASES_MAX, BRAND_BEGIN, type Brand, type BrandText, brandKeyOf } from "./brand.ts";
import { brandMerge, brandSave, findBrandNames, readBrand } from "./brand-store.ts";
import { findRulesWith } from "./collection-store.ts";
import { followBrandStretch } from "./follow-brand-flow.ts";

/**
 * `version` is the one that was read; 0 makes a new one. `aliases`: other names that products come with. `archived` stays as it is
 * where it is left out.
 */
export type BrandAsk = {
  version: number;
  slug: string;
  name: string;
  aliases: readonly string[];
  logoKey: string | null;
  archived?: boolean;
  translations: Partial<Record<Language, BrandText>>;
};
export type BrandProblem =
  | { code: "brand.unknown" | "brand.slug_taken" }
  | { code: "request.invalid"; at: readonly { path: string; why: string }[] }
  | { code: "brand.changed_meanwhile"; version: number }
  | { code: "brand.name_taken"; name: string; brandId: string }
  | { code: "brand.merged"; into: string }
  | { code: "brand.in_rule"; collectionId: string };

/** The whole brand: a text or alias that is left out is removed, but its former name stays one that leads to it. */
export async function saveBrand(
  world: World,
  id: string,
  ask: BrandAsk,
  by: Viewer,
  why: GroupWhy = BY_HAND,
): Promise<Outcome<Brand, BrandProblem>> {
  const before = await readBrand(world.catalog, id);
  if (before?.mergedInto) return refused({ code: "brand.merged", into: before.mergedInto });
  const brand = brandOf(id, ask, before, world.nowMs());
  if (before && sameBrand(before, brand)) return done(before);
  if ((before?.version ?? 0) !== ask.version)
    return refused({ code: "brand.changed_meanwhile", version: before?.version ?? 0 });
  // A name that it had until now counts as well.
  if (brand.nameKeys.length > NAMES_MAX) return refused(tooManyNames("aliases"));
  const problem = (await findTaken(world, brand)) ?? (await write(world, brand, before, { by, why }));
  if (problem) return refused(problem);
  world.defer(purgePages(world, [brandTag(id), CATALOG_TAG]));
  return done(brand);
}

const NAMES_MAX = 1 + BRAND_ALIASES_MAX;
const tooManyNames = (path: string): BrandProblem => ({
  code: "request.invalid",
  at: [{ path, why: `more than ${NAMES_MAX} names would lead to the brand` }],
});

function brandOf(id: string, ask: BrandAsk, before: Brand | null, nowMs: number): Brand {
  const { slug, name, aliases, logoKey, translations } = ask;
  const names = [name, ...aliases, ...(before && before.name !== name ? [before.name] : [])];
  const nameKeys = [...new Set(names.map(brandKeyOf))].toSorted();
  const archived = ask.archived ?? before?.archived ?? false;
  const version = (before?.version ?? 0) + 1;
  return { id, slug, name, logoKey, archived, mergedInto: null, translations, nameKeys, version, updatedAtMs: nowMs };
}

const sameBrand = (one: Brand, other: Brand): boolean => textOf(one) === textOf(other);
const textOf = ({ slug, name, logoKey, archived, nameKeys, translations }: Brand): string =>
  JSON.stringify([slug, name, logoKey, archived, nameKeys.toSorted(), Object.entries(translations).toSorted()]);

async function findTaken(world: World, { id, nameKeys }: Brand): Promise<BrandProblem | null> {
  const owners = await findBrandNames(world.catalog, nameKeys);
  const taken = [...owners].find(([, owner]) => owner !== id);
  return taken ? { code: "brand.name_taken", name: taken[0], brandId: taken[1] } : null;
}

/** Products find it anew where what they are called changes, or whether it has a page. */
async function write(
  world: World,
  brand: Brand,
  before: Brand | null,
  { by, why }: { by: Viewer; why: GroupWhy },
): Promise<BrandProblem | null> {
  const { catalog: db } = world;
  const isOther =
    before !== null && (before.name !== brand.name || before.slug !== brand.slug || before.archived !== brand.archived);
  const follow = isOther ? await followBrandStretch(world, brand.id, BRAND_BEGIN) : { statements: [], events: [] };
  const action = groupActionOf("brand", why, before, brand);
  const entry = auditEntryOf(world, { by, action, subject: `brand:${brand.id}`, before, after: brand });
  const who = { ...byOf(by), ...why, atMs: brand.updatedAtMs };
  try {
    await db.batch([
      ...groupVersioned(db, { kind: "brand", id: brand.id }, who, brandSave(db, brand, before)),
      ...follow.statements,
      ...(why.also ?? []),
      pendingAudit(db, entry),
    ]);
    await settleAudit(world, entry);
    world.defer(relayOutbox(world, db, follow.events));
  } catch (error) {
    if (isOvertaken(error, "brands")) {
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

/**
 * Joins a brand with another: its names, its address and its products lead there from now on. The brand itself is archived, so
 * that what names it still finds it. A repeat is unknown.
 */
export async function mergeBrand(
  world: World,
  id: string,
  into: string,
  by: Viewer,
): Promise<Outcome<Brand, BrandProblem>> {
  const { catalog: db } = world;
  const [brand, target] = await Promise.all([readBrand(db, id), readBrand(db, into)]);
  if (!brand || !target || id === into || brand.mergedInto || target.mergedInto)
    return refused({ code: "brand.unknown" });
  if (brand.nameKeys.length + target.nameKeys.length > NAMES_MAX) return refused(tooManyNames("into"));
  const [named] = await findRulesWith(db, id);
  if (named) return refused({ code: "brand.in_rule", collectionId: named });
  const follow = await followBrandStretch(world, id, BRAND_BEGIN);
  const atMs = world.nowMs();
  const whyOf = (note: string) => ({ ...byOf(by), ...BY_HAND, note, atMs });
  const merge = brandMerge(db, brand, target, atMs);
  const entry = auditEntryOf(world, {
    ...{ by, action: "brand.merged", subject: `brand:${into}` },
    ...{ before: brand, after: { into } },
  });
  try {
    await db.batch([
      ...groupVersioned(db, { kind: "brand", id }, whyOf(`brand:${into}`), merge.own),
      ...groupVersioned(db, { kind: "brand", id: into }, whyOf(`brand:${id}`), merge.other),
      ...follow.statements,
      pendingAudit(db, entry),
    ]);
  } catch (error) {
    if (!isOvertaken(error, "brands")) throw error;
    return refused({ code: "brand.changed_meanwhile", version: (await readBrand(db, id))?.version ?? 0 });
  }
  await settleAudit(world, entry);
  world.defer(relayOutbox(world, db, follow.events));
  world.defer(purgePages(world, [brandTag(id), brandTag(into), CATALOG_TAG]));
  return done((await readBrand(db, into)) ?? target);
}
