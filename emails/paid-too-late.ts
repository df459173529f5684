/** "We could not complete your order": paid, but too late for the goods kept aside. The whole amount goes back by itself. */
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";
import { lineBlock, linkButton, type MailCheckout } from "./order-blocks.ts";

/** `isReplaced`: the cart was paid, or can be, on a later page. Its button leads to the store's front page; there is none where the store does not know its own address. */
export const paidTooLate = (checkout: MailCheckout, words: MailWords, isReplaced = false): Letter => ({
  subject: words.say("late.subject"),
  preview: words.say("late.preview"),
  heading: words.say("late.heading"),
  blocks: [
    { kind: "text", text: words.say(isReplaced ? "late.replaced" : "late.text") },
    lineBlock(words.say("failed.lines"), checkout.lines, checkout.totals, words),
    ...linkButton(words.say("late.button"), checkout.storeUrl),
    { kind: "note", text: words.say("refund.note") },
  ],
});
