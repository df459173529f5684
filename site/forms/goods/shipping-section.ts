/**
 * What carriers and customs ask of a product, as one form. These facts have a version of their own: where somebody else saved
 * meanwhile, fields that were left as they were take what is there now, and what was typed waits for the next press.
 */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import { findRegion } from "../../../worker/markets/regions.ts";
import { type ProductGoods, readGoodsOf } from "../../../worker/shipping/goods-store.ts";
import { saveShippingGoods } from "../../../worker/shipping/save-goods-flow.ts";
import { goodsShape, NOT_TO_MAX } from "../../../worker/shipping/zone-shapes.ts";
import { ADMIN } from "../../admin-paths.ts";
import { type Fault, type Faults, readSent, type Sent, wholeOf } from "../admin-fields.ts";
import { type Entry, NOT_A_FORM } from "./section.ts";

export const GOODS_FIELDS = ["hazard", "notTo", "tariffCode", "originCountry"] as const;
type GoodsField = (typeof GOODS_FIELDS)[number];
/** Beside each field: what it showed when the form was made. */
export const wasField = (field: GoodsField) => `was.${field}`;

export const goodsShown = ({ hazard, notTo, tariffCode, originCountry }: ProductGoods): Record<GoodsField, string> => ({
  hazard: hazard ?? "",
  notTo: notTo.join(", "),
  tariffCode: tariffCode ?? "",
  originCountry: originCountry ?? "",
});

/** The form as it is shown first. */
export function goodsEntry(goods: ProductGoods): Entry {
  const shown: Readonly<Record<string, string>> = goodsShown(goods);
  return { sent: (name) => shown[name] ?? "", version: goods.version, faults: {}, fault: null, meanwhile: null };
}

/** Of a product's page before its facts are read. */
export const entryOfProduct = ({ version }: { version: number }): GoodsPosted => ({
  ...{ sent: () => "", version, faults: {}, fault: null, meanwhile: null },
});

/** As typed, right or wrong. Codes of customs come with spaces and points, places in small letters or by a region's name. */
export const draftGoods = (sent: Sent) => ({
  hazard: sent("hazard") || null,
  notTo: [
    ...new Set(
      sent("notTo")
        .split(/[,;\n]/)
        .map(placeOf)
        .filter(Boolean),
    ),
  ],
  tariffCode: sent("tariffCode").replaceAll(/[\s.]/g, "") || null,
  originCountry: sent("originCountry") || null,
});

function placeOf(text: string): string {
  const [country = "", ...rest] = text.trim().split("-");
  const [code, region] = [country.trim().toUpperCase(), rest.join("-").trim()];
  return region === "" ? code : `${code}-${findRegion(code, region)?.code ?? region}`;
}

const FAULTS: Readonly<Record<GoodsField, Fault>> = {
  hazard: NOT_A_FORM,
  notTo: { key: "customs.fault.notTo", values: { max: NOT_TO_MAX } },
  tariffCode: { key: "customs.fault.tariffCode" },
  originCountry: { key: "customs.fault.originCountry" },
};
export const goodsFaults = (paths: readonly PropertyKey[]): Faults =>
  Object.fromEntries(GOODS_FIELDS.filter((field) => paths.includes(field)).map((field) => [field, FAULTS[field]]));

/** `isLate`: somebody else saved since the form was made. */
export type GoodsPosted = Entry & { isLate?: true };

/** Answers a redirect when it was saved or nothing differs, else what to show the form with again. */
export async function postGoods(astro: AstroGlobal, productId: string, by: Viewer): Promise<Response | GoodsPosted> {
  const { world } = astro.locals;
  const before = await readGoodsOf(world.catalog, productId);
  const sent = await readSent(astro);
  const version = sent && wholeOf(sent("version"));
  if (!sent || version === null) return { ...goodsEntry(before), fault: NOT_A_FORM };
  const entry: Entry = { ...goodsEntry(before), sent, version };
  const checked = goodsShape.safeParse({ version, ...draftGoods(sent) });
  if (!checked.success) return { ...entry, faults: goodsFaults(checked.error.issues.map(({ path }) => path[0] ?? "")) };
  const to = (done: string) => astro.redirect(ADMIN.productPart(productId, "shipping", { done }), 303);
  if (isSame(checked.data, before)) return to("unchanged");
  const saved = await saveShippingGoods(world, { productId, goods: checked.data, by });
  return saved.ok ? to("saved") : lateEntry(sent, await readGoodsOf(world.catalog, productId));
}

const isSame = (asked: Omit<ProductGoods, "version">, now: ProductGoods): boolean =>
  JSON.stringify(goodsShown({ ...asked, version: 0 })) === JSON.stringify(goodsShown(now));

/** On what is there now: whoever presses again has seen it. */
export function lateEntry(sent: Sent, now: ProductGoods): GoodsPosted {
  const current: Readonly<Record<string, string>> = goodsShown(now);
  const merged: Sent = (name) => (sent(name) === sent(`was.${name}`) ? (current[name] ?? "") : sent(name));
  return { ...goodsEntry(now), sent: merged, fault: { key: "customs.fault.changed" }, isLate: true };
}
