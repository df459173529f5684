/** Why exchange rates were not taken, in words. */
import type { RateAsk } from "../worker/pricing/rates/rate-store.ts";
import type { Translate } from "./messages.ts";

export function rateFailure(t: Translate, failure: NonNullable<RateAsk["failure"]>): string {
  switch (failure.code) {
    case "rates.unavailable":
      return t("prices.why.unavailable");
    case "rates.not_as_published":
      return t("prices.why.notAsPublished");
    case "rates.currency_missing":
      return t("prices.why.missing", { currency: failure.currency });
    case "rates.moved_too_far":
      return t("prices.why.moved", { currency: failure.currency, from: failure.from, to: failure.to });
    case "rates.of_the_future":
    case "rates.too_old":
    case "rates.older_than_kept":
      return t("prices.why.date", { date: failure.date });
  }
}
