/** What doctor may find when it lays the store's books side by side: each with its cause and its repair, in plain words. */

/** `repair` says what to do, or what `--repair` does where `canRepair` is true. */
type Words<Can extends boolean> = { what: string; cause: string; repair: string; canRepair: Can };
const byDoctor = (what: string, cause: string, repair: string): Words<true> => ({
  what,
  cause,
  repair,
  canRepair: true,
});
const byHand = (what: string, cause: string, repair: string): Words<false> => ({
  what,
  cause,
  repair,
  canRepair: false,
});

export const DISAGREEMENTS = {
  "checkout.stuck": byDoctor(
    "A checkout waits in a state that the timer should have ended",
    "The timer does not run, or fails at this checkout each time",
    "Asks the provider how its payment stands, then ends it or makes it an order, as the timer does",
  ),
  "checkout.order_missing": byHand(
    "A checkout says that it became an order, and there is no such order",
    "Both are written in one batch, so the order was taken out of the database by hand",
    "Restore the orders database to a time before (D1 Time Travel), or refund the payment at the provider",
  ),
  "order.payment_missing": byDoctor(
    "An order has no payment",
    "Both are written in one batch, so the payment was taken out of the database by hand",
    "Asks the provider, and writes the payment down as it is told there; without one there, it is for a person",
  ),
  "order.payment_differs": byHand(
    "An order was paid with another amount than its total",
    "The payment or the order was changed by hand: an order is only made of a payment of exactly its total",
    "Compare both with the provider's page of the payment, then refund or charge the difference there",
  ),
  "order.checkout_differs": byHand(
    "An order's checkout does not say that it became this order",
    "Both are written in one batch, so one was changed by hand",
    "Look at the checkout's moves in the database, and restore it to a time before (D1 Time Travel)",
  ),
  "order.units_elsewhere": byHand(
    "An order is to be collected at one location, and its units were sold from another",
    "The order was changed by hand: its hold takes from that location alone",
    "Bring the units there before the buyer comes, or give the money back",
  ),
  "order.units_only_held": byDoctor(
    "A paid order's units are still only held",
    "The store ended between payment and commit, and the timer has not finished it since",
    "Commits the holds, and holds again what ran out",
  ),
  "order.units_not_sold": byDoctor(
    "An order is marked as finished, and its SKU's ledger has not sold its units",
    "The order was marked by hand, or the ledger was restored to an earlier time",
    "Holds the units again and commits them; where there are none left it is for a person",
  ),
  "order.units_sold_twice": byDoctor(
    "A ledger has sold the units of one order line twice",
    "A commit was made under a second hold of the same checkout",
    "Puts the second hold's units back on the shelf",
  ),
  "payment.order_missing": byHand(
    "A payment names an order that is not there, or that is of another checkout",
    "Both are written in one batch, so one was changed by hand",
    "Restore the orders database to a time before (D1 Time Travel), or refund the payment at the provider",
  ),
  "payment.kept": byDoctor(
    "Money came for no order, and is not on its way back",
    "Its refund was taken out of the database, or was never written",
    "Refunds all of it, under an id that makes a repeat harmless",
  ),
  "payment.refund_failed": byHand(
    "Money came for no order, and the bank sent its refund back",
    "The card is closed or the bank refused",
    "Pay the shopper back in another way, at the provider or by transfer",
  ),
  "payment.refunded_too_much": byHand(
    "More was refunded than was paid",
    "Refunds were changed or added by hand: the store refuses them",
    "Compare with the provider's page of the payment, which never gives back more than was paid",
  ),
  "refund.payment_missing": byHand(
    "A refund is of a payment that the store does not have",
    "The payment was taken out of the database by hand",
    "Restore the orders database to a time before (D1 Time Travel)",
  ),
  "refund.waits": byDoctor(
    "A refund has waited for longer than the provider or any bank takes",
    "The provider was never asked, its answer was lost, or the bank holds it back",
    "Looks for it at the provider, takes over how it stands there, and asks for it where there is none",
  ),
  "refund.unknown_there": byHand(
    "A refund that the store calls made is not in the provider's books",
    "It was changed by hand, or made with another account's key",
    "See whether the shopper got the money, and make the refund at the provider if not",
  ),
  "hold.of_no_checkout": byDoctor(
    "Units are held for a checkout that does not exist",
    "The checkout was taken out of the database, or the hold was made by hand",
    "Gives the units back",
  ),
  "hold.of_ended_checkout": byDoctor(
    "Units are held for a checkout that is over",
    "A hold was placed late, after its checkout had given its units back",
    "Gives the units back",
  ),
  "hold.overdue": byDoctor(
    "Units are held past the end of their hold",
    "The SKU's object did not ring its alarm",
    "Gives the units back; a payment that still comes holds them again",
  ),
  "stock.sold_without_order": byDoctor(
    "A ledger has sold units for which there is no order",
    "A hold was committed by hand, or its order was taken out of the database",
    "Puts the units back on the shelf",
  ),
  "stock.sold_otherwise": byHand(
    "A ledger has sold another number of units than was ordered, or units of a SKU that is not in the order",
    "The order's lines were changed by hand",
    "Compare the order with its mail, then correct the stock by a count",
  ),
  "session.unsettled": byDoctor(
    "The provider took a payment that the store does not know of",
    "Its message never came, and the timer has not asked since",
    "Settles it: it becomes an order, or goes back where the units are gone or it came twice",
  ),
  "session.amount_differs": byHand(
    "The provider took another amount than the store has written down",
    "The payment was changed by hand, here or there",
    "Compare both, and refund or charge the difference at the provider",
  ),
  "session.not_paid": byHand(
    "There is an order, and the provider says that it was not paid",
    "The order was made by hand, or with another account's key",
    "Do not ship it; look at the payment's page at the provider",
  ),
  "session.checkout_unknown": byHand(
    "The provider took a payment for a checkout that is not here",
    "Another store uses the same account, or the checkout was taken out of the database",
    "If it is none of another store's, refund it at the provider",
  ),
  "provider_refund.by_hand": byHand(
    "A refund was made at the provider that the store knows nothing of",
    "Somebody made it by hand at the provider",
    "Nothing is wrong with the money; refund here from now on, so that the order shows it and units go back",
  ),
  "provider_refund.unknown": byHand(
    "The provider has a refund under an id of the store's that the store does not have",
    "The refund was taken out of the database by hand",
    "Restore the orders database to a time before (D1 Time Travel)",
  ),
  "provider_refund.state_differs": byDoctor(
    "The provider says otherwise than the store how a refund stands",
    "Its message never came",
    "Takes over how it stands at the provider",
  ),
  "provider_refund.revived": byHand(
    "The provider made a refund that the store calls failed",
    "The refund was refused at first and made there later, or changed by hand",
    "See how much went back in all, so that nobody is refunded twice",
  ),
  "provider_refund.amount_differs": byHand(
    "The provider gave back another amount than the store has written down",
    "The refund was changed by hand, here or there",
    "Compare both, and put right the one that is wrong",
  ),
  "mail.unsure": byDoctor(
    "A mail was being handed over when the store ended: it may have gone out, or not",
    "The store never sends such a mail again by itself, since nobody can tell a second one from the first",
    "Sends it again under the same id: the one case in which a mail may come twice, so look first whether it came",
  ),
  "mail.unsure_gone": byDoctor(
    "A mail was being handed over when the store ended, and what it said is kept nowhere",
    "It held a link that is kept sealed in its event alone, or told what was true at that moment",
    "Forgets it: whoever misses such a link asks for a new one",
  ),
  "order.download_missing": byDoctor(
    "A paid order's download may not be had by its buyer",
    "Both are written in one batch, so the grant was taken out of the database by hand",
    "Writes it as it was sold; closed where the money went back",
  ),
  "grant.order_missing": byDoctor(
    "Something may be downloaded for an order that is not there",
    "Both are written in one batch, so the order was taken out of the database by hand",
    "Closes the download; restoring the orders database to a time before (D1 Time Travel) brings both back",
  ),
  "price.not_derived": byDoctor(
    "A price in a list that follows another is not what the list's terms make of it",
    "Both are written in one batch, so one was changed by hand, in the database",
    "Makes the product's prices in such lists again; a price that is set by hand stays",
  ),
  "price.not_lowest": byDoctor(
    "The price that a product is sorted and found by is not the lowest of its variants",
    "Both are written in one batch, or by the timer when a sale begins or ends: one was changed by hand, or the timer fails at it",
    "Reckons it again from the variants that are sold",
  ),
  "order.tax_differs": byHand(
    "An order's tax is not what its rates come to, or its amounts do not sum to its total",
    "All are reckoned at once and written in one batch, so the order was changed by hand",
    "Compare the order with its invoice and its mail, and put right what was changed",
  ),
  "order.invoice_missing": byHand(
    "A paid order has no invoice",
    "Both are written in one batch, so the invoice was taken out of the database by hand",
    "Restore the orders database to a time before (D1 Time Travel): another number would leave a gap in the series",
  ),
  "order.invoice_doubled": byHand(
    "An order has more than one invoice",
    "The store writes one in the batch of the payment, so another was added by hand",
    "Ask whoever keeps the accounts which was given to the buyer; the other is cancelled there, and not deleted",
  ),
  "order.invoice_differs": byHand(
    "An invoice names another amount or another tax than its order",
    "One of them was changed by hand",
    "Compare both with the payment at the provider, and put right the one that is wrong",
  ),
  "invoice.number_skipped": byHand(
    "Numbers are missing before that of an invoice or credit note",
    "Numbers are counted in the batch that writes them, so what had the missing ones was taken out by hand",
    "Restore the orders database to a time before (D1 Time Travel), or write down for the accounts why they are missing",
  ),
  "invoice.series_differs": byHand(
    "An invoice or credit note stands in the series of another year or of another orders database",
    "It was changed by hand, or the orders databases were bound in another order, which numbers two documents alike",
    "Bind the orders databases in the order they had; give what was numbered meanwhile to whoever keeps the accounts",
  ),
  "invoice.order_missing": byHand(
    "An invoice or credit note is of an order that is not there",
    "Both are written in one batch, so the order was taken out of the database by hand",
    "Restore the orders database to a time before (D1 Time Travel)",
  ),
  "union_sale.not_counted": byDoctor(
    "An order to another member state, or a refund of it, is not counted for what it is worth",
    "It was changed by hand, is from before they were counted, or no exchange rate was kept of its day",
    "Counts order and refunds anew; where no rate is known by now it is found again",
  ),
  "union_day.sum_differs": byDoctor(
    "The sum of a day's sales to other member states is not that of its orders and refunds",
    "Both are written in one batch, so it was changed by hand",
    "Sums the day anew",
  ),
  "holidays.ending": byHand(
    "Public holidays are known for less than a year ahead: delivery days beyond count weekends alone",
    "The calendar ends with its last year, and was not made for those after it",
    "Run tools/holiday-data.ts for the years to come, as its first lines say, and deploy",
  ),
} as const satisfies Record<string, Words<boolean>>;
export type DisagreementCode = keyof typeof DISAGREEMENTS;
/** Those that `--repair` can do something about. */
export type RepairableCode = {
  [Code in DisagreementCode]: (typeof DISAGREEMENTS)[Code]["canRepair"] extends true ? Code : never;
}[DisagreementCode];

/** `at` names where, by id; `facts` are the values that disagree. */
export type Disagreement = {
  code: DisagreementCode;
  at: Readonly<Record<string, string>>;
  facts: Readonly<Record<string, string | number>>;
};

export const disagreement = (
  code: DisagreementCode,
  at: Disagreement["at"],
  facts: Disagreement["facts"] = {},
): Disagreement => ({ code, at, facts });

/** With its words, as people and programs are shown it. */
export const explain = ({ code, at, facts }: Disagreement) => ({ code, at, facts, ...DISAGREEMENTS[code] });
