/** "Thank you, we have your order": sent once an order is paid. */

import { NO_SHIPPING_ID } from "../worker/checkout/checkout.ts";
import { readyText } from "../worker/shipping/pickup-words.ts";
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";
import {
  addressBlock,
  documentButton,
  downloadBlocks,
  lineBlock,
  type MailOrder,
  orderButton,
  orderFacts,
  pickupBlocks,
  taxBlocks,
  totalsBlock,
} from "./order-blocks.ts";

export function orderPlaced(order: MailOrder, words: MailWords): Letter {
  const { daysMin, daysMax, name, estimate, customs, pickup } = order.shipping;
  const isShipped = order.shipping.id !== NO_SHIPPING_ID;
  // What ships at a promised date does not arrive within days.
  const waits = order.lines.some(({ promise }) => promise);
  const arrives = estimate
    ? words.say("placed.arrives", { days: words.days(estimate.fromDateIso, estimate.toDateIso) })
    : words.say("placed.text", { daysMin, daysMax });
  const ships = waits ? words.say("placed.waits") : arrives;
  const collects = pickup && words.say("placed.pickup", { at: readyText(pickup.readyFrom, words.locale) });
  const comes = collects ?? (isShipped ? ships : words.say("placed.digital"));
  const preview = pickup ? "placed.pickupPreview" : isShipped ? "placed.preview" : "placed.digitalPreview";
  const sentTo = isShipped ? [addressBlock(order, words)] : [];
  return {
    subject: words.say("placed.subject", { order: order.id }),
    preview: words.say(preview),
    heading: words.say("placed.heading"),
    blocks: [
      { kind: "text", text: comes },
      orderFacts(order, words),
      ...downloadBlocks(order, words),
      ...orderButton(order, words),
      lineBlock(words.say("order.lines"), order.lines, order.totals, words),
      totalsBlock(order.totals, { name, isCollected: pickup !== undefined }, words, order.tax),
      ...taxBlocks(order, words),
      ...documentButton("invoice", order, words),
      ...(pickup ? pickupBlocks(pickup, words) : sentTo),
      ...(customs ? [{ kind: "text", text: words.say(`placed.customs.${customs}`) } as const] : []),
      { kind: "note", text: words.say("placed.note") },
    ],
  };
}
