/**
 * Who buys: the certificates of an account, and a business, and what they do to the tax. The register is asked only where its answer decides: a number of
 * another member state than the shop's, for goods that stay in the Union. Other numbers are printed and change nothing.
 */
import { done, type Outcome, refused } from "../../base/outcome.ts";
import type { World } from "../../world.ts";
import type { Exemption } from "../exemptions/exemption.ts";
import { mayReverseCharge, type TaxBuyer } from "../place-of-supply.ts";
import type { OrderTax, TaxAddress } from "../tax-answer.ts";
import { readTaxFacts } from "../tax-store.ts";
import type { Business, BusinessProblem } from "./business.ts";
import { readBusinessNumber } from "./business-number.ts";
import { checkVatNumber } from "./check-vat-flow.ts";
import { readVatNumber, vatCountryOf, vatTextOf } from "./vat-number.ts";

/** `told` is what the order keeps of it; left out for a consumer. */
export type BusinessBuyer = { buyer: TaxBuyer; told?: NonNullable<OrderTax["buyer"]> };

const asConsumer = (buyer: TaxBuyer, company: string, vatNumber: string): BusinessBuyer => ({
  buyer,
  told: { company, vatNumber, check: "unasked" },
});

/**
 * Who collects owes no tax itself, because nothing was sent. Without the shop's own number there is no reverse charge: its invoice would lack what article 226 (3) of the Directive asks
 * for. A number the register does not have is refused, never charged in silence. Where the register is not to be had, the
 * store's setting decides, and the order says that the number is not confirmed.
 */
export async function readBusiness(
  world: World,
  business: Business | undefined,
  { to, collected }: { to: TaxAddress; collected: boolean },
  exemptions: readonly Exemption[],
): Promise<Outcome<BusinessBuyer, BusinessProblem>> {
  const consumer: TaxBuyer = { vatCountry: null, exemptions };
  if (!business) return done({ buyer: consumer });
  const { company } = business;
  if (business.vatNumber === "") return done(company === "" ? { buyer: consumer } : asConsumer(consumer, company, ""));
  const national = readBusinessNumber(business.vatNumber, to.country);
  if (national && (company !== "" || national.isPerson)) {
    const told = { company, vatNumber: national.text, check: "unasked", numberOf: national.country } as const;
    return done({ buyer: consumer, told });
  }
  if (national) return refused({ code: "checkout.company_missing" });
  const number = readVatNumber(business.vatNumber, to.country);
  if (!number) return refused({ code: "checkout.vat_malformed" });
  if (company === "") return refused({ code: "checkout.company_missing" });
  const vatNumber = vatTextOf(number);
  const { settings } = await readTaxFacts(world);
  const own = { country: settings.seller.country, number: settings.taxIds[settings.seller.country] ?? "" };
  const buyer: TaxBuyer = { vatCountry: vatCountryOf(number), exemptions };
  if (collected || own.number === "" || !mayReverseCharge(settings, to, buyer))
    return done(asConsumer(consumer, company, vatNumber));
  const check = await checkVatNumber(world, number, own);
  if (!check) {
    const isTaken = settings.vatUnconfirmed === "reverse_charge";
    return done({ buyer: isTaken ? buyer : consumer, told: { company, vatNumber, check: "unconfirmed" } });
  }
  if (!check.isListed) return refused({ code: "checkout.vat_not_listed" });
  const consultation = check.consultation === "" ? {} : { consultation: check.consultation };
  return done({
    buyer,
    told: { company, vatNumber, check: "confirmed", checkedAtMs: check.atMs, ...consultation },
  });
}
