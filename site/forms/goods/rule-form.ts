/** The conditions of a collection's rule as rows of a form. What a row needs depends on what it is about. Pure. */
import type { CollectionRule, Condition } from "../../../worker/catalog/groups/collection.ts";
import { CONDITIONS_MAX } from "../../../worker/catalog/groups/collection.ts";
import { minorOfText, textOfMinor } from "../../../worker/pricing/amount-text.ts";
import { CURRENCIES, type Currency } from "../../../worker/pricing/money.ts";
import { type Fault, type Sent, wholeOf } from "../admin-fields.ts";
import type { Shown } from "./section.ts";

export const ABOUT = ["brand", "type", "tag", "category", "price", "attribute", "amount", "created"] as const;
type About = (typeof ABOUT)[number];
export const ruleFields = (row: number) =>
  ({
    about: `rule.${row}.about`,
    name: `rule.${row}.name`,
    values: `rule.${row}.values`,
    from: `rule.${row}.from`,
    to: `rule.${row}.to`,
  }) as const;
/** Empty rows below those there are. */
export const rulesShown = (count: number): number => Math.min(CONDITIONS_MAX, count + 2);
const DAYS_MAX = 3_650;

const listed = (values: readonly (string | boolean)[]) => values.map(String).join(", ");
const textOf = (value: number | null) => (value === null ? "" : String(value));

function shownOf(condition: Condition): { about: About; name?: string; values?: string; from?: string; to?: string } {
  switch (condition.field) {
    case "brand":
    case "type":
      return { about: condition.field, values: listed(condition.is) };
    case "tag":
      return { about: "tag", values: listed(condition.has) };
    case "category":
      return { about: "category", values: listed(condition.in) };
    case "price": {
      const amount = (minor: number | null) => (minor === null ? "" : textOfMinor(minor, condition.currency));
      return {
        about: "price",
        name: condition.currency,
        from: amount(condition.fromMinor),
        to: amount(condition.toMinor),
      };
    }
    case "attribute":
      return "is" in condition
        ? { about: "attribute", name: condition.key, values: listed(condition.is) }
        : { about: "amount", name: condition.key, from: textOf(condition.from), to: textOf(condition.to) };
    case "created":
      return { about: "created", values: "withinDays" in condition ? String(condition.withinDays) : "" };
  }
}

export const shownRule = (rule: CollectionRule | null): Shown => ({
  match: rule?.match ?? "all",
  ...Object.fromEntries(
    (rule?.conditions ?? []).flatMap((condition, row) =>
      Object.entries(shownOf(condition)).map(([part, value]) => [`rule.${row}.${part}`, value]),
    ),
  ),
});

/** A row that is about nothing is left out. */
export function draftRule(sent: Sent, faults: Record<string, Fault>): CollectionRule {
  const conditions = Array.from({ length: CONDITIONS_MAX }, (_, row) => row).flatMap((row) => {
    const about = ABOUT.find((each) => each === sent(ruleFields(row).about));
    const condition = about && conditionOf(about, row, sent);
    if (about && !condition) faults[ruleFields(row).values] = { key: `goods.fault.rule.${about}` };
    return condition ? [condition] : [];
  });
  return { match: sent("match") === "any" ? "any" : "all", conditions };
}

/** Null where the row lacks what its kind needs. */
function conditionOf(about: About, row: number, sent: Sent): Condition | null {
  const fields = ruleFields(row);
  const parted = sent(fields.values).split(/[,\n\u3001\u060c]/);
  const values = [...new Set(parted.map((value) => value.trim()).filter(Boolean))];
  const name = sent(fields.name).trim();
  if (about === "price") return priceOf(name, sent(fields.from), sent(fields.to));
  if (about === "amount") return amountOf(name, sent(fields.from), sent(fields.to));
  if (about === "created") {
    const withinDays = wholeOf(values[0] ?? "");
    return withinDays && withinDays <= DAYS_MAX ? { field: "created", withinDays } : null;
  }
  if (values.length === 0) return null;
  if (about === "tag") return { field: "tag", has: values };
  if (about === "category") return { field: "category", in: values };
  if (about === "attribute") return name === "" ? null : { field: "attribute", key: name, is: values.map(settingOf) };
  return { field: about, is: values };
}

const settingOf = (text: string): string | boolean => (text === "true" ? true : text === "false" ? false : text);

function priceOf(name: string, from: string, to: string): Condition | null {
  const currency = CURRENCIES.find((each): each is Currency => each === name.toUpperCase());
  if (!currency) return null;
  const [fromMinor, toMinor] = [from, to].map((text) => (text.trim() === "" ? null : minorOfText(text, currency)));
  const isWrong = (text: string, minor: number | null | undefined) => text.trim() !== "" && minor === null;
  if (isWrong(from, fromMinor) || isWrong(to, toMinor) || (from.trim() === "" && to.trim() === "")) return null;
  return { field: "price", currency, fromMinor: fromMinor ?? null, toMinor: toMinor ?? null };
}

function amountOf(key: string, from: string, to: string): Condition | null {
  const [least, most] = [from, to].map((text) => (text.trim() === "" ? null : Number(text.replace(",", "."))));
  if (key === "" || Number.isNaN(least) || Number.isNaN(most) || (least === null && most === null)) return null;
  return { field: "attribute", key, from: least ?? null, to: most ?? null };
}
