/** Products that stand beside one on its page, in their order. Words that name them are looked up before the form is read. */
import type { AstroGlobal } from "astro";
import { findPicked } from "../../../worker/catalog/picked-products-store.ts";
import { RELATED_MAX } from "../../../worker/catalog/product-change-shape.ts";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import { readSent, type Sent, wholeOf } from "../admin-fields.ts";
import { type Entry, entryOf, type Goods, NOT_A_FORM, type Section, sendSection } from "./section.ts";

const MEMBERS = "members";

/** `added` are the products that the form's words name. */
const relatedSection = (added: readonly string[]): Section => ({
  part: "related",
  shown: ({ relatedIds }) => ({ [MEMBERS]: relatedIds.join(" ") }),
  draft(goods, sent) {
    const had = sent(MEMBERS).split(" ").filter(Boolean);
    const kept = had.filter((id) => sent(`gone.${id}`) !== "on");
    const first = sent("first");
    const wished = [...new Set([...kept.filter((id) => id === first), ...kept, ...added])];
    const relatedIds = wished.filter((id) => id !== goods.id);
    if (relatedIds.length > RELATED_MAX)
      return { changes: {}, faults: { add: { key: "goods.fault.related", values: { max: RELATED_MAX } } } };
    return { changes: relatedIds.join(" ") === goods.relatedIds.join(" ") ? {} : { relatedIds }, faults: {} };
  },
  faultAt: (path) =>
    path.startsWith("relatedIds") ? ["add", { key: "goods.fault.related", values: { max: RELATED_MAX } }] : null,
});
export const RELATED = relatedSection([]);
export { MEMBERS as RELATED_MEMBERS };

/** Answers a redirect, or what to show again. */
export async function postRelated(astro: AstroGlobal, goods: Goods, by: Viewer): Promise<Response | Entry> {
  const sent = await readSent(astro);
  const version = sent && wholeOf(sent("version"));
  if (!sent || version === null) return { ...entryOf(RELATED, goods), fault: NOT_A_FORM };
  const { ids, unknown } = await findPicked(astro.locals.world.catalog, wordsOf(sent));
  if (unknown.length === 0) return sendSection(astro, relatedSection(ids), goods, { sent, version }, by);
  const values = { words: unknown.slice(0, 5).join(", ") };
  return { ...entryOf(RELATED, goods), sent, faults: { add: { key: "goods.fault.productsUnknown", values } } };
}

const wordsOf = (sent: Sent): string[] => [
  ...new Set(
    sent("add")
      .split(/[\n,]/)
      .map((word) => word.trim())
      .filter(Boolean),
  ),
];
