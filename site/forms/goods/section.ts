/**
 * A product is edited a section a page. A section says which fields it shows of a product, and what a form that was sent
 * changes of it; the rest is the same for all: only what differs is saved, what is refused is told at its field with what
 * was typed, and where somebody else saved meanwhile nothing is overwritten.
 */
import type { AstroGlobal } from "astro";
import type { ProductChanges } from "../../../worker/catalog/product-change.ts";
import { productChangesShape } from "../../../worker/catalog/product-change-shape.ts";
import { type SaveProblem, saveProduct } from "../../../worker/catalog/save-product-flow.ts";
import { readProductForStaff } from "../../../worker/catalog/staff-product-store.ts";
import { type Difference, differencesOf, type ProductState } from "../../../worker/catalog/versions/version.ts";
import { readState } from "../../../worker/catalog/versions/version-store.ts";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import type { PriceList } from "../../../worker/pricing/price-list.ts";
import { ADMIN, type ProductPart } from "../../admin-paths.ts";
import { type Fault, type Faults, readSent, type Sent, wholeOf } from "../admin-fields.ts";

/** A product with everything staff edits of it, in the version that is shown. */
export type Goods = Omit<ProductState, "components" | "downloads"> & {
  id: string;
  version: number;
  /** Every price list there is. */
  lists: readonly PriceList[];
};
/** Each field's name and what it shows; a box that is ticked is `on`. */
export type Shown = Readonly<Record<string, string>>;
export type Draft = { changes: ProductChanges; faults: Faults };
export type Section = {
  part: ProductPart;
  shown(goods: Goods): Shown;
  /** Of the product as it is; what is wrong with a field makes its change count for nothing. */
  draft(goods: Goods, sent: Sent): Draft;
  /** The field that a path of the changes is filled in at, and what it lacks; null for none of its own. */
  faultAt(path: string, goods: Goods, sent: Sent): readonly [field: string, fault: Fault] | null;
};
/** What came meanwhile: between the version a form was filled in on and the one there is. */
export type Meanwhile = { items: readonly Difference[]; more: number };
export type Entry = {
  sent: Sent;
  version: number;
  faults: Faults;
  fault: Fault | null;
  /** Null where nobody saved meanwhile. */
  meanwhile: Meanwhile | null;
};

export const NOT_A_FORM: Fault = { key: "admin.fault.form" };

/** The section as it is shown first. */
export function entryOf(section: Section, goods: Goods): Entry {
  return { ...NOTHING_WRONG, sent: sentOf(section.shown(goods)), version: goods.version };
}
const NOTHING_WRONG = { faults: {}, fault: null, meanwhile: null };
const sentOf =
  (shown: Shown): Sent =>
  (name) =>
    shown[name] ?? "";

/** Answers a redirect when it was saved or nothing differs, else what to show the form with again. */
export async function postSection(
  astro: AstroGlobal,
  section: Section,
  goods: Goods,
  by: Viewer,
): Promise<Response | Entry> {
  const sent = await readSent(astro);
  const version = sent && wholeOf(sent("version"));
  if (!sent || version === null) return { ...entryOf(section, goods), fault: NOT_A_FORM };
  return sendSection(astro, section, goods, { sent, version }, by);
}

/** `at`: what of the page's address it leads back to, such as the list. */
type Asked = { sent: Sent; version: number; at?: Readonly<Record<string, string | null>> };

/** The same of a form that was read already. */
export async function sendSection(
  astro: AstroGlobal,
  section: Section,
  goods: Goods,
  asked: Asked,
  by: Viewer,
): Promise<Response | Entry> {
  const { world } = astro.locals;
  if (asked.version !== goods.version) return sendLate(astro, section, goods, asked);
  const { sent, version } = asked;
  const draft = section.draft(goods, sent);
  const entry: Entry = { ...NOTHING_WRONG, sent, version };
  if (Object.keys(draft.faults).length > 0) return { ...entry, faults: draft.faults };
  const to = (done: string) => astro.redirect(ADMIN.productPart(goods.id, section.part, { ...asked.at, done }), 303);
  if (Object.keys(draft.changes).length === 0) return to("unchanged");
  const checked = productChangesShape.safeParse(draft.changes);
  const wrong = (paths: readonly string[]) => ({ ...entry, ...faultsAt(section, goods, sent, paths) });
  if (!checked.success) return wrong(checked.error.issues.map(({ path }) => path.join(".")));
  const changes = checked.data as ProductChanges;
  const saved = await saveProduct(world, { productId: goods.id, version, changes, by });
  if (saved.ok) return to("saved");
  if (saved.problem.code === "product.changed_meanwhile") {
    const now = await readProductForStaff(world, goods.id);
    return now
      ? sendLate(astro, section, { ...now, lists: goods.lists }, asked)
      : { ...entry, fault: { key: "admin.fault.changedMeanwhile" } };
  }
  return { ...entry, ...refusalOf(section, goods, sent, saved.problem) };
}

/**
 * The form was filled in on an older version. What its sender left as it was, takes what is there now; what they typed stays
 * theirs, and is saved with the next press, on the version they have seen by then.
 */
async function sendLate(
  astro: AstroGlobal,
  section: Section,
  now: Goods,
  { sent, version, at }: Asked,
): Promise<Response | Entry> {
  const { catalog } = astro.locals.world;
  const [base, current] = await Promise.all([
    readState(catalog, now.id, version),
    readState(catalog, now.id, now.version),
  ]);
  const [was, is] = [base ? section.shown({ ...base, id: now.id, version, lists: now.lists }) : {}, section.shown(now)];
  const merged: Sent = (name) => (sent(name) === (was[name] ?? "") ? (is[name] ?? "") : sent(name));
  const draft = section.draft(now, merged);
  const isDone = Object.keys(draft.changes).length === 0 && Object.keys(draft.faults).length === 0;
  // The same form sent twice finds its own work done.
  if (isDone) return astro.redirect(ADMIN.productPart(now.id, section.part, { ...at, done: "unchanged" }), 303);
  return {
    sent: merged,
    version: now.version,
    faults: draft.faults,
    fault: { key: "admin.fault.changedMeanwhile" },
    meanwhile: base && current ? differencesOf(base, current) : { items: [], more: 0 },
  };
}

type Refusal = Pick<Entry, "faults" | "fault">;

/** One that is no field of the section is told above it. */
function faultsAt(section: Section, goods: Goods, sent: Sent, paths: readonly string[]): Refusal {
  const found = paths.map((path) => section.faultAt(path, goods, sent));
  const faults = Object.fromEntries(found.filter((each) => each !== null));
  return { faults, fault: found.includes(null) ? NOT_A_FORM : null };
}

function refusalOf(section: Section, goods: Goods, sent: Sent, problem: SaveProblem): Refusal {
  switch (problem.code) {
    case "request.invalid":
      return faultsAt(
        section,
        goods,
        sent,
        problem.at.map(({ path }) => path),
      );
    case "product.slug_taken": {
      const field = `translations.${problem.language}.slug`;
      return { fault: null, faults: { [field]: { key: "admin.fault.slugTaken" } } };
    }
    case "product.sku_taken":
      return { faults: {}, fault: { key: "goods.fault.skuTaken", values: { sku: problem.sku } } };
    default:
      return { faults: {}, fault: { key: "admin.fault.changedMeanwhile" } };
  }
}
