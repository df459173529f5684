/** "Your order is on its way": sent for each parcel, with what is in it. */
import { trackingUrlOf } from "../worker/orders/tracking-link.ts";
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";
import { addressBlock, lineBlock, type MailLine, type MailOrder, orderButton } from "./order-blocks.ts";

/** What one parcel holds. `partial`: units of the order are still to follow. */
export type MailParcel = { carrier: string; trackingNumber: string; lines: readonly MailLine[]; partial: boolean };

export function orderShipped(order: MailOrder, parcel: MailParcel, words: MailWords): Letter {
  return {
    subject: words.say("shipped.subject", { order: order.id }),
    preview: words.say("shipped.preview", { carrier: parcel.carrier }),
    heading: words.say("shipped.heading"),
    blocks: [
      {
        kind: "text",
        text: words.say(parcel.partial ? "shipped.textPart" : "shipped.text", { carrier: parcel.carrier }),
      },
      {
        kind: "facts",
        rows: [
          { label: words.say("order.number"), value: order.id, code: true },
          { label: words.say("shipped.carrier"), value: parcel.carrier },
          {
            label: words.say("shipped.tracking"),
            value: parcel.trackingNumber,
            code: true,
            href: trackingUrlOf(parcel.carrier, parcel.trackingNumber),
          },
        ],
      },
      ...orderButton(order, words),
      lineBlock(words.say("shipped.lines"), parcel.lines, order.totals, words),
      addressBlock(order, words),
    ],
  };
}
