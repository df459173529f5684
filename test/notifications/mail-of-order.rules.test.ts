/** What the mails of an order say of days, taxes, the business that buys, and its documents: as its page does. */
import { describe, expect, test } from "vitest";
import type { Block } from "../../emails/letter.ts";
import { type MailKey, mailWordsOf } from "../../emails/mail-words.ts";
import { type MailOrder, totalsBlock } from "../../emails/order-blocks.ts";
import { orderPlaced } from "../../emails/order-placed.ts";
import { refundMade } from "../../emails/refund-made.ts";
import { renderMail } from "../../emails/render-mail.ts";
import { type MessageKey, messagesOf } from "../../site/messages.ts";
import type { OrderTax } from "../../worker/tax/tax-answer.ts";
import { taxLabelOf } from "../../worker/tax/tax-names.ts";
import { MARKETS, marketOf } from "../support/markets.ts";
import { orderOf } from "./mail-data.ts";

/** What the order's page says too, by its key there. */
const SHARED: readonly (readonly [MessageKey, MailKey])[] = [
  ["tax.note.reverse_charge", "order.note.reverse_charge"],
  ["tax.note.export", "order.note.export"],
  ["checkout.company", "order.company"],
  ["checkout.vat", "order.vat"],
];
const TAX: OrderTax = {
  ...{ treatment: "domestic", source: "table", country: "DE", region: "", day: "2026-11-24", shipping: [] },
  groups: [{ kind: "vat", per100k: 19_000, netMinor: 1_000, taxMinor: 190 }],
};
const FREE: OrderTax = {
  ...{ ...TAX, treatment: "reverse_charge", groups: [] },
  buyer: { company: "Beispiel GmbH", vatNumber: "ATU12345675", check: "confirmed" },
};
const INVOICE_URL = "https://store.test/orders/x/documents/TR-2026-000001";
const onOneLine = (text: string) => text.replace(/\s+/g, " ");

describe.each(MARKETS)("in $id", (market) => {
  const words = mailWordsOf(market);
  const page = messagesOf(market.locale);
  const order = orderOf(market);
  const textOf = (more: Partial<MailOrder>) =>
    onOneLine(renderMail(orderPlaced({ ...order, ...more }, words), market).text);

  test("a sentence that ends in a day ends in one full stop", () => {
    const estimate = { fromDateIso: "2026-11-27", toDateIso: "2026-11-30" };
    for (const fromDateIso of [estimate.fromDateIso, estimate.toDateIso]) {
      const text = textOf({ shipping: { ...order.shipping, estimate: { ...estimate, fromDateIso } } });
      expect(text).toContain(onOneLine(words.days(fromDateIso, estimate.toDateIso)));
      expect(text).not.toContain("..");
    }
  });

  test("a tax is named once, as on the order's page", () => {
    const tax = taxLabelOf({ kind: "vat", per100k: 19_000 }, market.locale);
    const labels = (taxIncluded: boolean) => {
      const block = totalsBlock({ ...order.totals, taxIncluded }, { name: "" }, words, TAX);
      return (block as Extract<Block, { kind: "totals" }>).rows.map(({ label }) => label);
    };
    expect(labels(true).at(-1)).toBe(page("tax.includes", { tax }));
    expect(labels(false)).toContain(tax);
  });

  test("why nothing is taxed, and the business that buys, are told in the words of its page", () => {
    for (const [onPage, inMail] of SHARED) expect(words.say(inMail)).toBe(page(onPage));
    const text = textOf({ tax: FREE });
    const told = [page("tax.note.reverse_charge"), page("checkout.company"), "Beispiel GmbH", "ATU12345675"];
    for (const said of told) expect(text).toContain(onOneLine(said));
    expect(textOf({ tax: { ...FREE, treatment: "export" } })).toContain(onOneLine(page("tax.note.export")));
    for (const said of told) expect(textOf({ tax: TAX })).not.toContain(onOneLine(said));
  });

  test("a refund leads to its credit note, and says so", () => {
    const { blocks } = refundMade({ ...order, invoiceUrl: INVOICE_URL }, 100, words);
    const [button] = blocks.filter((block) => block.kind === "button" && block.href === INVOICE_URL);
    expect(button).toMatchObject({ label: words.say("order.creditNote") });
    expect(words.say("order.creditNote")).not.toBe(words.say("order.invoice"));
  });
});

test("the German sentence goes on after its day", () => {
  const market = marketOf("de-de") ?? MARKETS[0];
  if (!market) throw new Error("There is a market");
  const words = mailWordsOf(market);
  expect(words.say("placed.arrives", { days: words.days("2026-11-30", "2026-11-30") })).toContain(
    "Mo., 30. Nov. Wir melden uns",
  );
});
