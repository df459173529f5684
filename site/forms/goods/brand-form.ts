/** A brand by form: its name, the other names that products come with, its address, its logo, its words. */
import type { AstroGlobal } from "astro";
import { type Brand, brandKeyOf } from "../../../worker/catalog/groups/brand.ts";
import { findBrandId, readBrand } from "../../../worker/catalog/groups/brand-store.ts";
import { brandShape } from "../../../worker/catalog/groups/group-shapes.ts";
import {
  type BrandAsk,
  type BrandProblem,
  mergeBrand,
  saveBrand,
} from "../../../worker/catalog/groups/save-brand-flow.ts";
import { BRAND_LENGTH_MAX } from "../../../worker/catalog/product-change-shape.ts";
import { slugOf } from "../../../worker/catalog/slug.ts";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import { LANGUAGES } from "../../../worker/markets/markets.ts";
import { ADMIN } from "../../admin-paths.ts";
import { type Fault, readForm, type Sent, wholeOf } from "../admin-fields.ts";
import { draftPicture, type GroupEntry, groupEntry, groupField, shownTexts } from "./group.ts";
import { postArchive } from "./group-act.ts";
import { NOT_A_FORM, type Shown } from "./section.ts";

export const BRAND_PARTS = ["description", "seoTitle", "seoDescription"] as const;

export const brandFields = (brand: Brand | null): Shown => ({
  name: brand?.name ?? "",
  slug: brand?.slug ?? "",
  aliases: (brand?.nameKeys ?? []).filter((key) => key !== brandKeyOf(brand?.name ?? "")).join("\n"),
  ...shownTexts(brand?.translations ?? {}),
});
export const brandEntry = (brand: Brand | null): GroupEntry =>
  groupEntry(brandFields(brand), String(brand?.version ?? 0));

/** Answers a redirect when it was saved or joined with another, else what to show the form with again. */
export async function postBrand(
  astro: AstroGlobal,
  id: string,
  brand: Brand | null,
  by: Viewer,
): Promise<Response | GroupEntry> {
  const form = await readForm(astro);
  if (!form) return { ...brandEntry(brand), fault: NOT_A_FORM };
  const { sent } = form;
  const acted = await postArchive(astro, { kind: "brand", id }, sent, by);
  if (acted) return acted instanceof Response ? acted : { ...brandEntry(brand), fault: acted };
  if (sent("intent") === "merge") return merge(astro, id, brand, sent("into").trim(), by);
  const faults: Record<string, Fault> = {};
  const version = wholeOf(sent("version")) ?? 0;
  const entry: GroupEntry = { sent, seen: String(version), faults: {}, fault: null, now: null };
  const logoKey = await draftPicture(astro, form, brand?.logoKey ?? null, by, faults);
  const checked = brandShape.safeParse({ ...draftBrand(sent), version, logoKey });
  if (!checked.success) for (const { path } of checked.error.issues) Object.assign(faults, faultAt(path.join(".")));
  if (!checked.success || Object.keys(faults).length > 0) return { ...entry, faults };
  const saved = await saveBrand(astro.locals.world, id, checked.data as BrandAsk, by);
  if (saved.ok) {
    const done = saved.value.version === brand?.version ? "unchanged" : "saved";
    return astro.redirect(ADMIN.brand(id, { done }), 303);
  }
  return { ...entry, ...(await refusalOf(astro, id, saved.problem)) };
}

function draftBrand(sent: Sent) {
  const name = sent("name").trim();
  const parted = sent("aliases").split(/\n/);
  const texts = LANGUAGES.flatMap((language) => {
    const [description, seoTitle, seoDescription] = BRAND_PARTS.map((part) => sent(groupField(language, part)).trim());
    return description || seoTitle || seoDescription ? [[language, { description, seoTitle, seoDescription }]] : [];
  });
  return {
    name,
    slug: sent("slug").trim() || slugOf(name, "en"),
    aliases: [...new Set(parted.map((alias) => alias.trim()).filter(Boolean))],
    translations: Object.fromEntries(texts),
  };
}

function faultAt(path: string): Record<string, Fault> {
  if (path === "name") return { name: { key: "goods.fault.name", values: { max: BRAND_LENGTH_MAX } } };
  if (path === "slug") return { slug: { key: "admin.fault.slug" } };
  if (path.startsWith("aliases")) return { aliases: { key: "goods.fault.aliases", values: { max: BRAND_LENGTH_MAX } } };
  return { [path]: { key: "goods.fault.long" } };
}

async function refusalOf(astro: AstroGlobal, id: string, problem: BrandProblem): Promise<Partial<GroupEntry>> {
  if (problem.code === "brand.slug_taken") return { faults: { slug: { key: "goods.fault.slugTaken" } } };
  if (problem.code === "brand.name_taken")
    return {
      faults: { aliases: { key: "goods.fault.brandName", values: { name: problem.name, brand: problem.brandId } } },
    };
  if (problem.code === "request.invalid") return { faults: { aliases: { key: "goods.fault.brandNames" } } };
  if (problem.code === "brand.merged") return { fault: { key: "goods.archive.merged" } };
  if (problem.code !== "brand.changed_meanwhile") return { fault: NOT_A_FORM };
  const now = await readBrand(astro.locals.world.catalog, id);
  return { fault: { key: "goods.fault.groupChanged" }, now: brandFields(now), seen: String(problem.version) };
}

async function merge(
  astro: AstroGlobal,
  id: string,
  brand: Brand | null,
  typed: string,
  by: Viewer,
): Promise<Response | GroupEntry> {
  const { world } = astro.locals;
  const into = (await findBrandId(world.catalog, typed, brandKeyOf(typed))) ?? "";
  const merged = await mergeBrand(world, id, into, by);
  if (merged.ok) return astro.redirect(ADMIN.brand(into, { done: "saved" }), 303);
  const fault: Fault =
    merged.problem.code === "brand.in_rule"
      ? { key: "goods.fault.brandInRule", values: { collection: merged.problem.collectionId } }
      : { key: merged.problem.code === "request.invalid" ? "goods.fault.brandNames" : "goods.fault.brandUnknown" };
  const shown = brandEntry(brand);
  return { ...shown, sent: (name) => (name === "into" ? typed : shown.sent(name)), faults: { into: fault } };
}
