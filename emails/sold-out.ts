/** "We are sorry: this sold out": paid, but somebody else was first. The whole amount goes back by itself. */
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";
import { lineBlock, linkButton, type MailCheckout } from "./order-blocks.ts";

export function soldOut(checkout: MailCheckout, words: MailWords): Letter {
  const { totalMinor, currency } = checkout.totals;
  const amount = words.money({ amountMinor: totalMinor, currency });
  return {
    subject: words.say("soldOut.subject"),
    preview: words.say("soldOut.preview", { amount }),
    heading: words.say("soldOut.heading"),
    blocks: [
      { kind: "text", text: words.say("soldOut.text", { amount }) },
      lineBlock(words.say("failed.lines"), checkout.lines, checkout.totals, words),
      ...linkButton(words.say("soldOut.button"), checkout.storeUrl),
      { kind: "note", text: words.say("refund.note") },
    ],
  };
}
