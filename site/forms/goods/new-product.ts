/** A product is made by form: what it is called, where it stands, and its first variant. The rest is edited afterwards. */
import type { AstroGlobal } from "astro";
import { createProduct, type NewProduct } from "../../../worker/catalog/create-product-flow.ts";
import { listPriceLists } from "../../../worker/catalog/price-list-store.ts";
import { SKU_LENGTH_MAX } from "../../../worker/catalog/product.ts";
import { BRAND_LENGTH_MAX, productChangesShape } from "../../../worker/catalog/product-change-shape.ts";
import { OPENING_QUANTITY_MAX, TITLE_LENGTH_MAX } from "../../../worker/catalog/product-shapes.ts";
import { isProductType } from "../../../worker/catalog/product-type.ts";
import { slugOf } from "../../../worker/catalog/slug.ts";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import { LANGUAGES, type Language } from "../../../worker/markets/markets.ts";
import type { PriceList } from "../../../worker/pricing/price-list.ts";
import { ADMIN } from "../../admin-paths.ts";
import { type Fault, type Faults, idOf, readSent, type Sent, wholeOf } from "../admin-fields.ts";
import { pricesOf } from "./options-section.ts";
import { NOT_A_FORM } from "./section.ts";

export type NewEntry = { sent: Sent; id: string; faults: Faults; fault: Fault | null };
const GRAMS_MAX = 10_000_000;
const LOW_STOCK_AT = 3;

/** The form as it is shown first. The id is the product's: the same form sent twice makes one. */
export function newEntry(language: Language, newId: () => string): NewEntry {
  const shown: Readonly<Record<string, string>> = {
    language,
    productType: "other",
    "new.quantity": "0",
    weightGrams: "0",
  };
  return { sent: (name) => shown[name] ?? "", id: `p-${newId().slice(0, 13)}`, faults: {}, fault: null };
}

/** Answers a redirect to the product, else what to show the form with again. */
export async function postNewProduct(astro: AstroGlobal, by: Viewer): Promise<Response | NewEntry> {
  const { world } = astro.locals;
  const sent = await readSent(astro);
  if (!sent) return { ...newEntry("en", world.newId), fault: NOT_A_FORM };
  const id = idOf(sent, () => `p-${world.newId().slice(0, 13)}`).toLowerCase();
  const entry: NewEntry = { sent, id, faults: {}, fault: null };
  const faults: Record<string, Fault> = {};
  const product = draftProduct(await listPriceLists(world.catalog), sent, faults);
  if (Object.keys(faults).length > 0) return { ...entry, faults };
  const { languageDefault, ...changes } = product;
  const checked = productChangesShape.safeParse(changes);
  if (!checked.success)
    return {
      ...entry,
      ...faultsAt(
        checked.error.issues.map(({ path }) => path.join(".")),
        languageDefault,
      ),
    };
  const made = await createProduct(world, { productId: id, product, by });
  if (made.ok) return astro.redirect(ADMIN.product(id, { done: "created" }), 303);
  const { problem } = made;
  if (problem.code === "product.slug_taken") return { ...entry, faults: { slug: { key: "admin.fault.slugTaken" } } };
  if (problem.code === "product.sku_taken")
    return { ...entry, faults: { sku: { key: "goods.fault.skuTaken", values: { sku: problem.sku } } } };
  if (problem.code === "request.invalid")
    return {
      ...entry,
      ...faultsAt(
        problem.at.map(({ path }) => path),
        languageDefault,
      ),
    };
  return { ...entry, fault: { key: "admin.fault.repeat" } };
}

function draftProduct(lists: readonly PriceList[], sent: Sent, faults: Record<string, Fault>): NewProduct {
  const language = LANGUAGES.find((each) => each === sent("language")) ?? "en";
  const title = sent("title").trim();
  const slug = sent("slug").trim() || slugOf(title, language);
  if (title === "") faults.title = TITLE_FAULT;
  else if (slug === "") faults.slug = { key: "admin.fault.slug" };
  const brand = sent("brand").trim();
  if (brand.length > BRAND_LENGTH_MAX) faults.brand = { key: "admin.fault.tooLong", values: { max: BRAND_LENGTH_MAX } };
  const productType = sent("productType");
  if (!isProductType(productType)) faults.productType = NOT_A_FORM;
  const sku = sent("sku").trim();
  if (sku === "" || sku.length > SKU_LENGTH_MAX || sku.includes(",")) faults.sku = SKU_FAULT;
  const openingQuantity = numberOf(sent, "new.quantity", OPENING_QUANTITY_MAX, faults);
  const weightGrams = numberOf(sent, "weightGrams", GRAMS_MAX, faults);
  const prices = pricesOf(lists, sent, faults);
  const category = sent("category");
  return {
    languageDefault: language,
    ...{ brand, productType, categoryIds: category === "" ? [] : [category] },
    translations: { [language]: { title, slug, description: sent("description") } },
    newVariants: [
      { ...{ sku, options: {}, weightGrams, openingQuantity, prices }, barcode: null, lowStockAt: LOW_STOCK_AT },
    ],
  };
}

const TITLE_FAULT: Fault = { key: "admin.fault.title", values: { max: TITLE_LENGTH_MAX } };
const SKU_FAULT: Fault = { key: "goods.fault.sku", values: { max: SKU_LENGTH_MAX } };

function numberOf(sent: Sent, name: string, max: number, faults: Record<string, Fault>): number {
  const value = wholeOf(sent(name) || "0");
  if (value === null || value > max) faults[name] = { key: "policy.fault.number", values: { min: 0, max } };
  return value ?? 0;
}

function faultsAt(paths: readonly string[], language: Language): Pick<NewEntry, "faults" | "fault"> {
  const fields: Readonly<Record<string, readonly [string, Fault]>> = {
    [`translations.${language}.title`]: ["title", TITLE_FAULT],
    [`translations.${language}.slug`]: ["slug", { key: "admin.fault.slug" }],
    [`translations.${language}.description`]: ["description", { key: "admin.fault.tooLong", values: { max: 20_000 } }],
    "newVariants.0.sku": ["sku", SKU_FAULT],
    "categoryIds.0": ["category", NOT_A_FORM],
  };
  const found = paths.map((path) => fields[path] ?? null);
  return {
    faults: Object.fromEntries(found.filter((each) => each !== null)),
    fault: found.includes(null) ? NOT_A_FORM : null,
  };
}
