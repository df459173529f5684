/** "Your order is ready to collect": sent once, when staff has it together. */
import type { PickupPlace } from "../worker/checkout/checkout.ts";
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";
import { lineBlock, type MailLine, type MailOrder, orderButton, orderFacts, pickupBlocks } from "./order-blocks.ts";

export function orderReady(
  order: MailOrder,
  { pickup, waiting }: { pickup: PickupPlace; waiting: readonly MailLine[] },
  words: MailWords,
): Letter {
  const place = pickup.address.name;
  return {
    subject: words.say("ready.subject", { order: order.id }),
    preview: words.say("ready.preview", { place }),
    heading: words.say("ready.heading"),
    blocks: [
      { kind: "text", text: words.say("ready.text", { place }) },
      orderFacts(order, words),
      ...pickupBlocks(pickup, words),
      ...orderButton(order, words),
      lineBlock(words.say("ready.lines"), waiting, order.totals, words),
    ],
  };
}
