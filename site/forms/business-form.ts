/** A business at the checkout: its name and its VAT number, as the form takes them. */
import type { Business, BusinessProblem } from "../../worker/tax/vat/business.ts";
import { businessShape, isBusiness } from "../../worker/tax/vat/business.ts";
import { readBusinessNumber } from "../../worker/tax/vat/business-number.ts";
import { readVatNumber } from "../../worker/tax/vat/vat-number.ts";
import type { MessageKey } from "../messages.ts";

type Fault = BusinessProblem["code"];

/** What is wrong before any register is asked; a number without a prefix is one of the address's country. */
export function businessFault(business: Business, country: string): Fault | null {
  if (!isBusiness(business)) return null;
  const shaped = businessShape.safeParse(business);
  if (!shaped.success)
    return shaped.error.issues[0]?.path[0] === "company" ? "checkout.company_missing" : "checkout.vat_malformed";
  if (business.vatNumber === "") return null;
  const national = readBusinessNumber(business.vatNumber, country);
  if (national?.isPerson) return null;
  if (!national && !readVatNumber(business.vatNumber, country)) return "checkout.vat_malformed";
  return business.company === "" ? "checkout.company_missing" : null;
}

const WORDS: Readonly<Record<Fault, MessageKey>> = {
  "checkout.company_missing": "checkout.fault.company",
  "checkout.vat_malformed": "checkout.fault.vat",
  "checkout.vat_not_listed": "checkout.fault.vatNotListed",
};
const isFault = (code: string): code is Fault => Object.hasOwn(WORDS, code);

/** Of a refusal; null where it is another's. */
export const businessFaultOf = (code: string): Fault | null => (isFault(code) ? code : null);

/** The field it stands at, and its words. */
export const saidOf = (fault: Fault): { name: "company" | "vatNumber"; words: MessageKey } => ({
  name: fault === "checkout.company_missing" ? "company" : "vatNumber",
  words: WORDS[fault],
});
