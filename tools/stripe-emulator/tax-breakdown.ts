/** What the emulated Stripe Tax levies on an amount, jurisdiction by jurisdiction. The rates are invented. */

type Jurisdiction = {
  country: string;
  display_name: string;
  level: "country" | "state" | "county" | "city";
  state: string | null;
};
export type Breakdown = {
  amount: number;
  taxable_amount: number;
  jurisdiction: Jurisdiction;
  sourcing: "destination";
  tax_rate_details: { display_name: string; percentage_decimal: string; tax_type: "sales_tax" | "vat" };
  taxability_reason: "standard_rated";
};
type Address = { country: string; state?: string; city?: string };

/** In percent. */
const INVENTED_RATES = { state: 6.25, county: 0.375, city: 1.5, country: 20 } as const;

export function breakdownOf(amount: number, isIncluded: boolean, { country, state, city }: Address): Breakdown[] {
  const own = (level: Jurisdiction["level"], display_name: string): Jurisdiction => ({
    ...{ country, display_name, level, state: level === "country" ? null : (state ?? null) },
  });
  const levied =
    country === "US"
      ? [own("state", state || "State"), own("county", `${city || "Some"} County`), own("city", city || "City")]
      : [own("country", country)];
  const whole = levied.reduce((sum, { level }) => sum + INVENTED_RATES[level], 0);
  const taxOf = (percent: number) => Math.round((amount * percent) / (isIncluded ? 100 + whole : 100));
  const taxes = levied.map(({ level }) => taxOf(INVENTED_RATES[level]));
  const taxable_amount = isIncluded ? amount - taxes.reduce((sum, tax) => sum + tax, 0) : amount;
  return levied.map((jurisdiction, at) => ({
    ...{ amount: taxes[at] ?? 0, taxable_amount, jurisdiction, sourcing: "destination" },
    tax_rate_details: {
      display_name: country === "US" ? "Sales Tax" : "VAT",
      percentage_decimal: String(INVENTED_RATES[jurisdiction.level]),
      tax_type: country === "US" ? "sales_tax" : "vat",
    },
    taxability_reason: "standard_rated",
  }));
}

type Taxed = { amount_tax: number; tax_behavior: string; tax_breakdown: readonly Breakdown[] };

/** The sums of a calculation, and what each rate came to on all of it. */
export function sumsOf(items: readonly Taxed[]) {
  const isIncluded = ({ tax_behavior }: Taxed) => tax_behavior === "inclusive";
  const taxOf = (some: readonly Taxed[]) => some.reduce((sum, { amount_tax }) => sum + amount_tax, 0);
  const groups = Map.groupBy(
    items.flatMap((item) => item.tax_breakdown.map((each) => ({ each, inclusive: isIncluded(item) }))),
    ({ each, inclusive }) => `${each.jurisdiction.level} ${inclusive}`,
  );
  return {
    tax_amount_exclusive: taxOf(items.filter((item) => !isIncluded(item))),
    tax_amount_inclusive: taxOf(items.filter(isIncluded)),
    tax_breakdown: [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const { tax_rate_details: rate, jurisdiction, taxability_reason } = first.each;
      const sum = (of: (each: Breakdown) => number) => group.reduce((total, { each }) => total + of(each), 0);
      return {
        ...{ amount: sum((each) => each.amount), taxable_amount: sum((each) => each.taxable_amount) },
        ...{ inclusive: first.inclusive, taxability_reason },
        tax_rate_details: {
          ...{ country: jurisdiction.country, state: jurisdiction.state },
          ...{ percentage_decimal: rate.percentage_decimal, tax_type: rate.tax_type },
        },
      };
    }),
  };
}
