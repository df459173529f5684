/** "Your payment did not go through": nothing was charged; the cart is still there to try again. */

import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";
import { lineBlock, linkButton, type MailCheckout } from "./order-blocks.ts";

/** Its button leads back to the cart; there is none where the store does not know its own address. */
export const paymentFailed = (checkout: MailCheckout, words: MailWords): Letter => ({
  subject: words.say("failed.subject"),
  preview: words.say("failed.preview"),
  heading: words.say("failed.heading"),
  blocks: [
    { kind: "text", text: words.say("failed.text") },
    ...linkButton(words.say("failed.button"), checkout.cartUrl),
    lineBlock(words.say("failed.lines"), checkout.lines, checkout.totals, words),
    { kind: "note", text: words.say("failed.note") },
  ],
});
