/** "Thank you, we have your order": sent once an order is paid. */
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";
import { addressBlock, lineBlock, type MailOrder, orderButton, orderFacts, totalsBlock } from "./order-blocks.ts";

export function orderPlaced(order: MailOrder, words: MailWords): Letter {
  const { daysMin, daysMax, name } = order.shipping;
  // What ships at a promised date does not arrive within days.
  const waits = order.lines.some(({ promise }) => promise);
  return {
    subject: words.say("placed.subject", { order: order.id }),
    preview: words.say("placed.preview"),
    heading: words.say("placed.heading"),
    blocks: [
      { kind: "text", text: waits ? words.say("placed.waits") : words.say("placed.text", { daysMin, daysMax }) },
      orderFacts(order, words),
      ...orderButton(order, words),
      lineBlock(words.say("order.lines"), order.lines, order.totals, words),
      totalsBlock(order.totals, name, words),
      addressBlock(order, words),
      { kind: "note", text: words.say("placed.note") },
    ],
  };
}
