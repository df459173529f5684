/** The forms of the dashboard's tax page: who sells and where the shop collects; a rate from a day on; a denied number seen to. */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { addTaxRate, saveTaxSettings, type TaxProblem } from "../../worker/tax/save-tax-flow.ts";
import { taxNameOf } from "../../worker/tax/tax-names.ts";
import type { TaxSettings } from "../../worker/tax/tax-settings.ts";
import { newRateShape, settingsChangeShape } from "../../worker/tax/tax-shapes.ts";
import { settleDenial } from "../../worker/tax/vat/recheck-vat-flow.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, readSent, type Sent, wholeOf } from "./admin-fields.ts";

/** `at` is the form that was sent; fields of the other hold what is kept. */
export type TaxEntry = { at: "settings" | "rate" | null; sent: Sent; faults: Faults; fault: Fault | null };

export const SELLER_FIELDS = ["name", "line1", "line2", "postalCode", "city", "region", "email"] as const;
const EMPTY: Readonly<Record<string, string>> = { taxClass: "standard" };

const fieldsOf = ({
  seller,
  taxIds,
  collectsIn,
  usStates,
  providerIn,
  ...rest
}: TaxSettings): Record<string, string> => ({
  ...EMPTY,
  ...seller,
  sellerCountry: seller.country,
  sellerRegion: seller.region,
  country: "",
  region: "",
  version: String(rest.version),
  oss: rest.oss,
  vatUnconfirmed: rest.vatUnconfirmed,
  providerIn: providerIn.join(" "),
  providerSilent: rest.providerSilent,
  invoicePrefix: rest.invoicePrefix,
  returnDays: String(rest.returnDays),
  taxIds: Object.entries(taxIds)
    .map(([country, id]) => `${country} ${id}`)
    .join("\n"),
  collectsIn: collectsIn === null ? "" : collectsIn.join(" ") || "-",
  usStates: usStates === null ? "" : usStates.join(" ") || "-",
});

/** The forms as they are shown first. */
export function taxEntry(settings: TaxSettings): TaxEntry {
  const fields = fieldsOf(settings);
  return { at: null, sent: (name) => fields[name] ?? "", faults: {}, fault: null };
}

/** Percent as typed, with a point or a comma, to a thousandth; null for anything else. */
export function per100kOf(text: string): number | null {
  const [, whole = "", part = ""] =
    /^(\d{1,3})(?:[.,](\d{1,3}))?$/.exec(text.normalize("NFKC").replace("%", "").trim()) ?? [];
  return whole === "" ? null : Number(whole) * 1_000 + Number(part.padEnd(3, "0"));
}

/** Empty: everywhere. A hyphen: nowhere. */
const codesOf = (text: string): string[] | null =>
  text.trim() === ""
    ? null
    : [
        ...new Set(
          text
            .toUpperCase()
            .split(/[\s,;]+/)
            .filter((code) => code !== "" && code !== "-"),
        ),
      ];

/** One a line: the country's code, a space, the number. */
const taxIdsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean)
      .map((line) => [line.slice(0, 2).toUpperCase(), line.slice(2).trim()]),
  );

export async function postTax(astro: AstroGlobal, settings: TaxSettings, by: Viewer): Promise<Response | TaxEntry> {
  const sent = await readSent(astro);
  if (!sent) return { ...taxEntry(settings), fault: { key: "admin.fault.form" } };
  const kept = taxEntry(settings);
  if (sent("form") === "denial") return postDenial(astro, sent, kept, by);
  const isRate = sent("form") === "rate";
  const own = (name: string) => RATE_FIELDS.has(name) === isRate;
  const entry: TaxEntry = {
    ...{ at: isRate ? "rate" : "settings", faults: {}, fault: null },
    sent: (name) => (own(name) ? sent(name) : kept.sent(name)),
  };
  return isRate ? postRate(astro, sent, entry, by) : postSettings(astro, sent, entry, by);
}

async function postDenial(astro: AstroGlobal, sent: Sent, kept: TaxEntry, by: Viewer) {
  const ask = { orderId: sent("orderId"), version: wholeOf(sent("version")) ?? 0 };
  const settled = await settleDenial(astro.locals.world, ask, by);
  return settled.ok
    ? astro.redirect(ADMIN.tax({ done: "denial" }), 303)
    : { ...kept, fault: { key: "tax.fault.changed" as const } };
}

const RATE_FIELDS: ReadonlySet<string> = new Set([
  "country",
  "region",
  "kind",
  "isNew",
  "taxClass",
  "fromDate",
  "percent",
  "source",
]);

async function postSettings(astro: AstroGlobal, sent: Sent, entry: TaxEntry, by: Viewer) {
  const seller = Object.fromEntries(SELLER_FIELDS.map((field) => [field, sent(field)]));
  const checked = settingsChangeShape.safeParse({
    version: wholeOf(sent("version")),
    seller: {
      ...seller,
      region: sent("sellerRegion"),
      country: sent("sellerCountry"),
      timeZone: sent("timeZone").trim(),
      legal: sent("legal"),
    },
    taxIds: taxIdsOf(sent("taxIds")),
    oss: sent("oss"),
    vatUnconfirmed: sent("vatUnconfirmed"),
    collectsIn: codesOf(sent("collectsIn")),
    usStates: codesOf(sent("usStates")),
    providerIn: codesOf(sent("providerIn")) ?? [],
    providerSilent: sent("providerSilent"),
    invoicePrefix: sent("invoicePrefix"),
    returnDays: wholeOf(sent("returnDays")),
  });
  if (!checked.success) return { ...entry, faults: faultsAt(checked.error.issues) };
  const saved = await saveTaxSettings(astro.locals.world, checked.data, by);
  return saved.ok ? astro.redirect(ADMIN.tax({ done: "settings" }), 303) : { ...entry, fault: faultOf(saved.problem) };
}

async function postRate(astro: AstroGlobal, sent: Sent, entry: TaxEntry, by: Viewer) {
  const checked = newRateShape.safeParse({
    country: sent("country"),
    region: sent("region").trim().toUpperCase(),
    kind: sent("kind"),
    isNew: sent("isNew") !== "",
    taxClass: sent("taxClass"),
    fromDate: sent("fromDate").trim(),
    per100k: per100kOf(sent("percent")),
    source: sent("source"),
  });
  if (!checked.success) return { ...entry, faults: faultsAt(checked.error.issues) };
  const added = await addTaxRate(astro.locals.world, checked.data, by);
  if (added.ok) return astro.redirect(ADMIN.tax({ done: "rate" }), 303);
  const { problem } = added;
  if ("kinds" in problem) return { ...entry, faults: { kind: kindFault(problem, astro.locals.market.locale) } };
  return { ...entry, fault: faultOf(problem) };
}

/** It names the taxes that the place has. */
function kindFault({ code, kinds }: Extract<TaxProblem, { kinds: unknown }>, locale: string): Fault {
  const names = new Intl.ListFormat(locale).format(kinds.map((kind) => taxNameOf(kind, locale)));
  return { key: code === "tax.kind_mixed" ? "tax.fault.kindMixed" : "tax.fault.kindNew", values: { kinds: names } };
}

const faultOf = ({ code }: TaxProblem): Fault => ({
  key: code === "tax.too_many_rates" ? "tax.fault.many" : "tax.fault.changed",
});

/** Each field's own name, where it is another in the shape. */
const FIELD: Readonly<Record<string, string>> = {
  per100k: "percent",
  "seller.country": "sellerCountry",
  "seller.region": "sellerRegion",
};
const FAULTS: Readonly<Record<string, Fault>> = {
  percent: { key: "tax.fault.percent" },
  fromDate: { key: "tax.fault.day" },
  source: { key: "tax.fault.source" },
  taxIds: { key: "tax.fault.ids" },
  collectsIn: { key: "tax.fault.countries" },
  usStates: { key: "tax.fault.states" },
  providerIn: { key: "tax.fault.countries" },
  timeZone: { key: "tax.fault.zone" },
  invoicePrefix: { key: "tax.fault.prefix" },
  returnDays: { key: "tax.fault.returnDays" },
};

function faultsAt(issues: readonly { path: readonly PropertyKey[] }[]): Faults {
  return Object.fromEntries(
    issues.map(({ path }) => {
      const [first = "", second = ""] = path.map(String);
      const name = FIELD[`${first}.${second}`] ?? FIELD[first] ?? (first === "seller" ? second : first);
      return [name, FAULTS[name] ?? { key: "tax.fault.field" }];
    }),
  );
}
