/** A price list by form: what it is called, what it follows and by what terms; tried out on ten products before it is saved. */
import type { AstroGlobal } from "astro";
import type { KeptPriceList } from "../../worker/catalog/price-list-store.ts";
import { type PriceSample, samplePrices } from "../../worker/catalog/price-sample-store.ts";
import {
  type PriceListAsk,
  type PriceListProblem,
  planPriceList,
  savePriceList,
} from "../../worker/catalog/save-price-list-flow.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { minorOfText, textOfMinor } from "../../worker/pricing/amount-text.ts";
import { type Currency, isCurrency } from "../../worker/pricing/money.ts";
import { FOLLOW_BP_MAX, LIST_NAME_LENGTH_MAX, PRICE_LIST_ID } from "../../worker/pricing/price-list.ts";
import { MARGIN_BP_MAX, MARGIN_BP_MIN, STEP_MINOR_MAX } from "../../worker/pricing/rounding.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, readSent, type Sent, wholeOf } from "./admin-fields.ts";

/** `samples` where the prices were asked for and could be told. */
export type PriceListEntry = {
  sent: Sent;
  faults: Faults;
  fault: Fault | null;
  samples: readonly PriceSample[] | null;
};

/** Ten-thousandths as a percentage in a field, and back: up to two decimals, with a sign. */
export const percentText = (bp: number): string => String(bp / 100);
export function bpOf(text: string): number | null {
  const plain = text.normalize("NFKC").replace("\u2212", "-").replace(",", ".").trim();
  const [, sign = "", whole = "", part = ""] = /^([+-]?)(\d{1,4})(?:\.(\d{1,2}))?$/.exec(plain) ?? [];
  return whole === "" ? null : Number(sign + whole + part.padEnd(2, "0"));
}

export function priceListFields(list: KeptPriceList | null): Readonly<Record<string, string>> {
  const { derivation } = list ?? { derivation: null };
  const amount = (minor: number | undefined) => (list && minor !== undefined ? textOfMinor(minor, list.currency) : "");
  return {
    id: list?.id ?? "",
    name: list?.name ?? "",
    currency: list?.currency ?? "EUR",
    version: String(list?.version ?? 0),
    baseId: derivation?.baseId ?? "",
    rate: derivation?.rate ?? "",
    margin: percentText(derivation?.marginBp ?? 0),
    step: amount(derivation?.rounding.stepMinor),
    below: amount(derivation?.rounding.belowMinor),
    follow: derivation?.followBp === null || !derivation ? "" : percentText(derivation.followBp),
  };
}

export function priceListEntry(list: KeptPriceList | null): PriceListEntry {
  const shown = priceListFields(list);
  return { sent: (name) => shown[name] ?? "", faults: {}, fault: null, samples: null };
}

/** Answers a redirect when it was saved, else what to show the form with again. */
export async function postPriceList(
  astro: AstroGlobal,
  list: KeptPriceList | null,
  by: Viewer,
): Promise<Response | PriceListEntry> {
  const { world } = astro.locals;
  const sent = await readSent(astro);
  if (!sent) return { ...priceListEntry(list), fault: { key: "admin.fault.form" } };
  const faults: Record<string, Fault> = {};
  const id = list?.id ?? sent("id").trim().toUpperCase();
  if (!PRICE_LIST_ID.test(id)) faults.id = { key: "prices.fault.id" };
  const ask = draftOf(list, sent, faults);
  const entry: PriceListEntry = { sent, faults, fault: null, samples: null };
  if (Object.keys(faults).length > 0) return entry;
  if (sent("intent") === "preview") {
    const planned = await planPriceList(world, id, ask);
    if (!planned.ok) return { ...entry, ...refusalOf(planned.problem) };
    const { list: then, ratio } = planned.value;
    return { ...entry, samples: ratio ? await samplePrices(world.catalog, then, ratio) : [] };
  }
  const saved = await savePriceList(world, id, ask, by);
  if (saved.ok) return astro.redirect(ADMIN.priceList(saved.value.id, { done: "saved" }), 303);
  return { ...entry, ...refusalOf(saved.problem) };
}

function draftOf(list: KeptPriceList | null, sent: Sent, faults: Record<string, Fault>): PriceListAsk {
  const name = sent("name").trim();
  if (name === "" || name.length > LIST_NAME_LENGTH_MAX)
    faults.name = { key: "goods.fault.name", values: { max: LIST_NAME_LENGTH_MAX } };
  const typed = sent("currency");
  const currency: Currency = list?.currency ?? (isCurrency(typed) ? typed : "EUR");
  const version = wholeOf(sent("version")) ?? 0;
  const baseId = sent("baseId");
  if (baseId === "") return { name, currency, version, derivation: null };
  const marginBp = bpOf(sent("margin"));
  if (marginBp === null || marginBp < MARGIN_BP_MIN || marginBp > MARGIN_BP_MAX)
    faults.margin = { key: "prices.fault.percent", values: { min: MARGIN_BP_MIN / 100, max: MARGIN_BP_MAX / 100 } };
  const followBp = sent("follow").trim() === "" ? null : bpOf(sent("follow"));
  if (sent("follow").trim() !== "" && (followBp === null || followBp < 0 || followBp > FOLLOW_BP_MAX))
    faults.follow = { key: "prices.fault.percent", values: { min: 0, max: FOLLOW_BP_MAX / 100 } };
  const [stepMinor, belowMinor] = [minorOfText(sent("step"), currency), minorOfText(sent("below") || "0", currency)];
  if (!stepMinor || stepMinor > STEP_MINOR_MAX || belowMinor === null || belowMinor >= stepMinor)
    faults.step = { key: "prices.fault.step" };
  const rounding = { stepMinor: stepMinor ?? 1, belowMinor: belowMinor ?? 0 };
  const rate = sent("rate").replace(",", ".").trim() || null;
  return { name, currency, version, derivation: { baseId, rate, marginBp: marginBp ?? 0, rounding, followBp } };
}

const FIELDS: Readonly<Record<string, readonly [string, Fault]>> = {
  "derivation.rate": ["rate", { key: "prices.fault.rate" }],
  "derivation.marginBp": ["margin", { key: "prices.fault.rate" }],
  "derivation.rounding": ["step", { key: "prices.fault.step" }],
  "derivation.baseId": ["baseId", { key: "prices.fault.base" }],
  derivation: ["baseId", { key: "prices.fault.base" }],
};

function refusalOf(problem: PriceListProblem): Pick<PriceListEntry, "faults" | "fault"> {
  if (problem.code === "price_list.no_rate") return { faults: { rate: { key: "prices.fault.noRate" } }, fault: null };
  if (problem.code !== "request.invalid") return { faults: {}, fault: { key: "admin.fault.changedMeanwhile" } };
  const found = problem.at.map(({ path }) => FIELDS[path]);
  return {
    faults: Object.fromEntries(found.filter((each) => each !== undefined)),
    fault: found.includes(undefined) ? { key: "admin.fault.form" } : null,
  };
}
