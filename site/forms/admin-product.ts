/**
 * What staff changes of a product by form. Fields have the paths that the API's body has, so what the API refuses is told
 * at the field. Only what differs from the product is sent on: the audit then has the change and nothing else.
 */
import type { AstroGlobal } from "astro";
import type { ProductChanges } from "../../worker/catalog/product-change.ts";
import { BRAND_LENGTH_MAX, PRODUCT_STATUSES, productChangeShape } from "../../worker/catalog/product-change-shape.ts";
import { DESCRIPTION_LENGTH_MAX, TITLE_LENGTH_MAX } from "../../worker/catalog/product-shapes.ts";
import { type SaveProblem, saveProduct } from "../../worker/catalog/save-product-flow.ts";
import { slugOf } from "../../worker/catalog/slug.ts";
import type { StaffProduct } from "../../worker/catalog/staff-product-store.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { LANGUAGES, type Language } from "../../worker/markets/markets.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, readSent, type Sent, wholeOf } from "./admin-fields.ts";
import { draftPrices } from "./admin-prices.ts";

/** `about` says which of the page's forms; its fields are shown as they were sent. */
export type ProductEntry = { about: "texts" | "prices" | null; sent: Sent; faults: Faults; fault: Fault | null };
/** The forms as they are shown first. */
export const NO_PRODUCT_ENTRY: ProductEntry = { about: null, sent: () => "", faults: {}, fault: null };
const NOT_A_FORM: Fault = { key: "admin.fault.form" };

type Draft = { changes: ProductChanges; faults: Faults };

/** Answers a redirect when it was saved or nothing differs, else what to show the form with again. */
export async function postProduct(
  astro: AstroGlobal,
  product: StaffProduct,
  by: Viewer,
): Promise<Response | ProductEntry> {
  const sent = await readSent(astro);
  const about = sent?.("intent");
  if (!sent || (about !== "texts" && about !== "prices")) return { ...NO_PRODUCT_ENTRY, fault: NOT_A_FORM };
  const entry: ProductEntry = { about, sent, faults: {}, fault: null };
  const draft: Draft = about === "texts" ? draftTexts(product, sent) : draftPrices(product.variants, sent);
  if (Object.keys(draft.faults).length > 0) return { ...entry, faults: draft.faults };
  const version = wholeOf(sent("version"));
  // The same form sent twice finds its own work done.
  const done = version === product.version ? "unchanged" : "saved";
  if (Object.keys(draft.changes).length === 0) return astro.redirect(ADMIN.product(product.id, { done }), 303);
  const checked = productChangeShape.safeParse({ version, ...draft.changes });
  if (!checked.success) return { ...entry, ...faultsAt(checked.error.issues.map(({ path }) => path.join("."))) };
  const { version: asked, ...changes } = checked.data;
  const saved = await saveProduct(astro.locals.world, { productId: product.id, version: asked, changes, by });
  if (saved.ok) return astro.redirect(ADMIN.product(product.id, { done: "saved" }), 303);
  return { ...entry, ...faultsOf(saved.problem) };
}

function draftTexts(product: StaffProduct, sent: Sent): Draft {
  const changes: ProductChanges = {};
  const faults: Record<string, Fault> = {};
  const status = PRODUCT_STATUSES.find((each) => each === sent("status"));
  if (!status) faults.status = NOT_A_FORM;
  else if (status !== product.status) changes.status = status;
  const brand = sent("brand").trim();
  if (brand.length > BRAND_LENGTH_MAX) faults.brand = { key: "admin.fault.tooLong", values: { max: BRAND_LENGTH_MAX } };
  else if (brand !== product.brand) changes.brand = brand;
  const translations = LANGUAGES.flatMap((language) => {
    const change = changedText(product, sent, language);
    return change ? [[language, change] as const] : [];
  });
  if (translations.length > 0) changes.translations = Object.fromEntries(translations);
  return { changes, faults };
}

/** A product's texts in one language, each a field. */
export const TEXT_PARTS = ["title", "slug", "description"] as const;
export type TextPart = (typeof TEXT_PARTS)[number];
/** The name of a text's field. */
export const textField = (language: Language, part: TextPart) => `translations.${language}.${part}`;

/** Null when nothing changed. A language that is new takes its slug from its title where none is given. */
function changedText(product: StaffProduct, sent: Sent, language: Language): Partial<Record<TextPart, string>> | null {
  const had = product.translations[language];
  const [title, slug] = [sent(textField(language, "title")).trim(), sent(textField(language, "slug")).trim()];
  const typed = { title, slug, description: sent(textField(language, "description")) };
  if (!had && TEXT_PARTS.every((part) => typed[part].trim() === "")) return null;
  if (!had) return { ...typed, slug: slug || slugOf(title, language) };
  const changed = TEXT_PARTS.filter((part) => typed[part] !== had[part]);
  return changed.length > 0 ? Object.fromEntries(changed.map((part) => [part, typed[part]])) : null;
}

type Refusal = Pick<ProductEntry, "faults" | "fault">;

/** What is wrong with the parts at these paths; one that is no field of the form is told above it. */
function faultsAt(paths: readonly string[]): Refusal {
  const faults = Object.fromEntries(
    paths.flatMap((path) => {
      const part = TEXT_PARTS.find((each) => path.endsWith(`.${each}`));
      return part ? [[path, TEXT_FAULTS[part]]] : [];
    }),
  );
  return { faults, fault: Object.keys(faults).length < new Set(paths).size ? NOT_A_FORM : null };
}
const TEXT_FAULTS: Readonly<Record<TextPart, Fault>> = {
  title: { key: "admin.fault.title", values: { max: TITLE_LENGTH_MAX } },
  slug: { key: "admin.fault.slug" },
  description: { key: "admin.fault.tooLong", values: { max: DESCRIPTION_LENGTH_MAX } },
};

function faultsOf(problem: SaveProblem): Refusal {
  if (problem.code === "request.invalid") return faultsAt(problem.at.map(({ path }) => path));
  if (problem.code === "product.slug_taken")
    return { fault: null, faults: { [textField(problem.language, "slug")]: { key: "admin.fault.slugTaken" } } };
  return { faults: {}, fault: { key: "admin.fault.changedMeanwhile" } };
}
