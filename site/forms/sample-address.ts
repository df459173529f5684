/** An address that nobody has: each part is what its field is called, so that order and signs between the parts show. Pure. */
import type { Address } from "../../worker/checkout/checkout.ts";
import { type AddressField, addressFormOf } from "../../worker/markets/address-forms.ts";
import type { Language } from "../../worker/markets/markets.ts";
import { isCodeOfRegion } from "../../worker/markets/postal-region.ts";
import { REGIONS } from "../../worker/markets/regions.ts";
import type { Translate } from "../messages.ts";
import { addressLabel } from "./address-form.ts";

/** `t` says the words of the market's own language. */
export function sampleAddress(t: Translate, country: string, language: Language): Address {
  const form = addressFormOf(country);
  const word = (field: AddressField) => (form?.fields.includes(field) ? addressLabel(t, field, country) : "");
  const code = form?.postalCode?.example ?? "";
  const region = REGIONS[country]?.find((each) => isCodeOfRegion(country, each.code, code));
  return {
    ...{ name: word("name"), line1: word("line1"), line2: "", district: word("district"), city: word("city") },
    region: form?.region === "list" ? (region?.code ?? "") : (region?.names[language] ?? word("region")),
    postalCode: form?.postalCode?.example ?? word("postalCode"),
    country,
  };
}
