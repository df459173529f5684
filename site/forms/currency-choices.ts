/** Currencies as a form offers them: by their code, which is what a keyboard finds them by, each with its name. Pure. */
import { CURRENCIES, type Currency } from "../../worker/pricing/money.ts";

/** Chosen where nothing is said. */
export const CURRENCY_USUAL: Currency = "USD";

export function currencyChoices(
  locale: string,
  isOffered: (currency: Currency) => boolean = () => true,
): { value: Currency; label: string }[] {
  const names = new Intl.DisplayNames(locale, { type: "currency" });
  return CURRENCIES.filter(isOffered)
    .toSorted()
    .map((value) => {
      const name = names.of(value) ?? value;
      return { value, label: name === value ? value : `${value} · ${name}` };
    });
}
