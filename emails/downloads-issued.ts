/** "Your new download links": sent when staff gave an order's downloads out anew. */
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";
import { downloadBlocks, type MailOrder, orderButton, orderFacts } from "./order-blocks.ts";

export const downloadsIssued = (order: MailOrder, words: MailWords): Letter => ({
  subject: words.say("issued.subject", { order: order.id }),
  preview: words.say("issued.preview"),
  heading: words.say("issued.heading"),
  blocks: [
    { kind: "text", text: words.say("issued.text") },
    orderFacts(order, words),
    ...downloadBlocks(order, words),
    ...orderButton(order, words),
  ],
});
