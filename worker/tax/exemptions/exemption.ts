/** Customers who pay no tax by a certificate: of an account, in a place, from a day to a day. */

/** Why the customer is exempt, as far as the shop must know it. */
export const EXEMPTION_KINDS = ["resale", "government", "diplomatic", "charity", "education", "other"] as const;
export type ExemptionKind = (typeof EXEMPTION_KINDS)[number];

/** `region` is empty for the whole country. Days are on the calendar of the place; the last one counts, null is without an end. */
export type Exemption = {
  country: string;
  region: string;
  certificate: string;
  validFrom: string;
  validUntil: string | null;
};

/** Of these, the one by which goods bear no tax of a place on a day: the region's own before the country's. */
export function exemptionAt<Each extends Exemption>(
  held: readonly Each[],
  place: { country: string; region: string },
  day: string,
): Each | null {
  const fits = held.filter(
    (each) =>
      each.country === place.country &&
      (each.region === "" || each.region === place.region) &&
      standingOf(each, day) === "holds",
  );
  return fits.find(({ region }) => region !== "") ?? fits[0] ?? null;
}

/** What a certificate comes to on a day, but for staff who ended it. */
type Standing = "holds" | "later" | "over";

export function standingOf({ validFrom, validUntil }: Exemption, day: string): Standing {
  if (day < validFrom) return "later";
  return validUntil !== null && day > validUntil ? "over" : "holds";
}

export const CERTIFICATE_MAX = 60;
/** That an account may have and nobody has ended: they are read whole with each of its checkouts. */
export const EXEMPTIONS_OF_ACCOUNT_MAX = 100;

export type ExemptionProblem =
  | {
      code: "tax.exemption_unknown" | "tax.exemption_id_taken" | "tax.exemption_no_account" | "tax.too_many_exemptions";
    }
  | { code: "tax.exemption_changed"; version: number };
