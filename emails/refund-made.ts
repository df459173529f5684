/** "Your money is on its way back": sent when the payment provider took a refund. */
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";
import { documentButton, type MailOrder, orderButton } from "./order-blocks.ts";

/** `amountMinor` is what this one refund gives back, in the order's currency. */
export function refundMade(order: MailOrder, amountMinor: number, words: MailWords): Letter {
  const amount = words.money({ amountMinor, currency: order.totals.currency });
  return {
    subject: words.say("refund.subject", { order: order.id }),
    preview: words.say("refund.preview", { amount }),
    heading: words.say("refund.heading", { amount }),
    blocks: [
      { kind: "text", text: words.say("refund.text", { amount }) },
      {
        kind: "facts",
        rows: [
          { label: words.say("order.number"), value: order.id, code: true },
          { label: words.say("refund.amount"), value: amount },
        ],
      },
      ...orderButton(order, words),
      ...documentButton("creditNote", order, words),
      { kind: "note", text: words.say("refund.note") },
    ],
  };
}
