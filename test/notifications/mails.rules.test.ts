import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import { accountExists } from "../../emails/account-exists.ts";
import { backInStock } from "../../emails/back-in-stock.ts";
import { downloadsIssued } from "../../emails/downloads-issued.ts";
import type { Block, Letter } from "../../emails/letter.ts";
import { lowStock } from "../../emails/low-stock.ts";
import { MAIL_MESSAGES, type MailKey, type MailWords, mailWordsOf } from "../../emails/mail-words.ts";
import { totalsBlock } from "../../emails/order-blocks.ts";
import { orderPlaced } from "../../emails/order-placed.ts";
import { orderReady } from "../../emails/order-ready.ts";
import { orderShipped } from "../../emails/order-shipped.ts";
import { paidTooLate } from "../../emails/paid-too-late.ts";
import { paymentFailed } from "../../emails/payment-failed.ts";
import { refundMade } from "../../emails/refund-made.ts";
import { renderMail } from "../../emails/render-mail.ts";
import { resetPassword } from "../../emails/reset-password.ts";
import { verifyEmail } from "../../emails/verify-email.ts";
import { formatFor } from "../../site/format.ts";
import { type MessageKey, messagesOf } from "../../site/messages.ts";
import type { PickupPlace } from "../../worker/checkout/checkout.ts";
import type { Market, MarketId } from "../../worker/markets/markets.ts";
import { CUSTOMS_HINTS } from "../../worker/shipping/customs.ts";
import { BERLIN_PICKUP } from "../shipping/berlin-counter.ts";
import { MARKETS, marketOf } from "../support/markets.ts";
import { digitalOf, orderOf } from "./mail-data.ts";

const LINK = "https://store.test/x?token=a&b=c";
const TOLD = {
  estimate: { fromDateIso: "2026-11-24", toDateIso: "2026-11-26" },
  customs: "duties_and_taxes",
} as const;
const PICKUP: PickupPlace = {
  location: "berlin",
  address: { ...BERLIN_PICKUP.address, country: "DE" },
  hours: BERLIN_PICKUP.hours,
  readyFrom: "2026-11-24T15:15",
};
const LETTERS: Record<string, (order: ReturnType<typeof orderOf>, words: MailWords) => Letter> = {
  placed: orderPlaced,
  estimated: (order, words) => orderPlaced({ ...order, shipping: { ...order.shipping, ...TOLD } }, words),
  digital: (order, words) => orderPlaced(digitalOf(order), words),
  issued: (order, words) => downloadsIssued(digitalOf(order), words),
  shipped: (order, words) =>
    orderShipped(order, { carrier: "DHL", trackingNumber: "TR-1", lines: order.lines, partial: true }, words),
  toCollect: (order, words) => orderPlaced({ ...order, shipping: { ...order.shipping, pickup: PICKUP } }, words),
  ready: (order, words) => orderReady(order, { pickup: PICKUP, waiting: order.lines }, words),
  refund: (order, words) => refundMade(order, 1_234, words),
  failed: ({ lines, totals }, words) => paymentFailed({ lines, totals, cartUrl: LINK, storeUrl: LINK }, words),
  paidTooLate: ({ lines, totals }, words) => paidTooLate({ lines, totals, cartUrl: LINK, storeUrl: LINK }, words),
  verify: (_, words) => verifyEmail(LINK, words),
  reset: (_, words) => resetPassword(LINK, words),
  exists: (_, words) => accountExists(LINK, words),
  back: ({ lines: [line], totals: { currency } }, words) =>
    backInStock(
      {
        title: line?.title ?? "",
        options: line?.options ?? {},
        price: { amountMinor: line?.totalMinor ?? 0, currency },
        url: LINK,
        stopUrl: LINK,
      },
      words,
    ),
  low: ({ lines }, words) =>
    lowStock(
      Array.from({ length: 45 }, (_, available) => ({
        title: lines[0]?.title ?? "",
        options: {},
        sku: "L-1",
        available,
      })),
      LINK,
      words,
    ),
};

/** The words of a sum: their keys on the order's page, and in mails. */
const WORDS_OF_TOTALS: readonly (readonly [MessageKey, MailKey])[] = [
  ["order.subtotal", "order.subtotal"],
  ["order.discount", "order.discount"],
  ["order.free", "order.free"],
  ["order.tax.added", "order.tax"],
  ["order.tax.included", "order.taxIncluded"],
  ["order.total", "order.total"],
];
type TotalsBlock = Extract<Block, { kind: "totals" }>;

describe.each(MARKETS)("in $id", (market) => {
  const order = orderOf(market);
  const words = mailWordsOf(market);

  test.each(Object.entries(LETTERS))("the mail %s has all its words, in HTML and in text", (_, letter) => {
    const { subject, html, text } = renderMail(letter(order, words), market);
    expect(subject).not.toBe("");
    expect(html).toContain(`<html lang="${market.locale}" dir="${market.direction}">`);
    for (const part of [subject, html.replace(/<style>[\s\S]*?<\/style>/, ""), text])
      expect(part).not.toMatch(/undefined|NaN|\[object|\{\w+\}|\$\{/);
  });

  test("what an order comes to is told in the words of its page, and shipping that costs nothing is free", () => {
    const page = messagesOf(market.locale);
    for (const [onPage, inMail] of WORDS_OF_TOTALS) expect(words.say(inMail)).toBe(page(onPage));
    const { rows } = totalsBlock({ ...order.totals, shippingMinor: 0 }, { name: "Standard" }, words) as TotalsBlock;
    const shipping = rows.find(({ label }) => label.startsWith(page("order.shipping")));
    expect(shipping?.amount).toBe(page("order.free"));
    expect(rows.map(({ label }) => label)).toContain(
      page(order.totals.taxIncluded ? "order.tax.included" : "order.tax.added"),
    );
  });

  test("the mail of an order names the days of arrival, and what is told of customs, as its page does", () => {
    const { shipping } = order;
    const textOf = (told: object) =>
      renderMail(orderPlaced({ ...order, shipping: { ...shipping, ...told } }, words), market).text.replace(
        /\s+/g,
        " ",
      );
    const plain = (text: string) => text.replace(/\s+/g, " ");
    expect(textOf(TOLD)).toContain(plain(formatFor(market).dayRange("2026-11-24", "2026-11-26")));
    const oneDay = { estimate: { fromDateIso: "2026-11-24", toDateIso: "2026-11-24" } };
    expect(textOf(oneDay)).toContain(plain(formatFor(market).day("2026-11-24")));
    for (const customs of CUSTOMS_HINTS) {
      const told = plain(messagesOf(market.locale)(`customs.hint.${customs}`));
      expect(textOf({ customs })).toContain(told);
      expect(textOf({})).not.toContain(told);
    }
  });

  test("no two languages share their words by oversight", () => {
    if (market.language === "en") return;
    const own = MAIL_MESSAGES[market.locale];
    const same = (Object.keys(own) as MailKey[]).filter(
      (key) => own[key] === MAIL_MESSAGES["en-US"][key] && !ALIKE.has(own[key]),
    );
    expect(same).toEqual([]);
  });
});

/** Words that some languages write as English does. */
const ALIKE: ReadonlySet<string> = new Set(["Total", "Subtotal"]);

test("every locale has the same messages, and each asks for the same values", () => {
  const values = (message: string) =>
    [...new Set(argumentsOf(new IntlMessageFormat(message, "en", undefined, { ignoreTag: true }).getAst()))].sort();
  const english = Object.entries(MAIL_MESSAGES["en-US"]).map(([key, message]) => [key, values(message)]);
  for (const messages of Object.values(MAIL_MESSAGES))
    expect(Object.entries(messages).map(([key, message]) => [key, values(message)])).toEqual(english);
});

type Part = { type: number; value?: unknown; options?: Record<string, { value: Part[] }> };
/** The names of what is put into a message, in whichever of its branches. */
const argumentsOf = (parts: readonly Part[]): string[] =>
  parts.flatMap(({ type, value, options }) => [
    ...(type === LITERAL || type === POUND ? [] : [String(value)]),
    ...Object.values(options ?? {}).flatMap((branch) => argumentsOf(branch.value)),
  ]);
const [LITERAL, POUND] = [0, 7];

test("a mail in Japanese names the options in Japanese, and those the store has no words for as they came", () => {
  const japan = marketOf("ja-jp") as Market;
  const { text } = renderMail(orderPlaced(orderOf(japan), mailWordsOf(japan)), japan);
  expect(text).toContain("グラファイト · 32 GB");
  expect(text).not.toContain("Graphite");
});

test("what a shopper typed is shown, never run", () => {
  const [market] = MARKETS;
  if (!market) throw new Error("There is a market");
  const words = mailWordsOf(market);
  const typed = `"><img src=x onerror=alert(1)>'&`;
  const order = orderOf(market);
  const evil = {
    ...order,
    shippingAddress: { ...order.shippingAddress, name: typed, city: typed },
    lines: order.lines.map((line) => ({ ...line, title: typed })),
  };
  const { html } = renderMail(orderPlaced(evil, words), market);
  expect(html).not.toContain("<img");
  expect(html).toContain("&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;");
});

test("links keep their meaning in HTML and stand as they are in text", () => {
  const [market] = MARKETS;
  if (!market) throw new Error("There is a market");
  const { html, text } = renderMail(verifyEmail(LINK, mailWordsOf(market)), market);
  expect(html).toContain('href="https://store.test/x?token=a&amp;b=c"');
  expect(text).toContain(LINK);
});

test("yen are written without decimals, dirhams and dollars with two", () => {
  const money = (id: MarketId) => {
    const market = marketOf(id) as Market;
    return mailWordsOf(market).money({ amountMinor: 123_456, currency: market.currency });
  };
  expect(money("ja-jp")).toContain("123,456");
  expect(money("en-us")).toBe("$1,234.56");
  expect(money("ar-ae")).toMatch(/1,234\.56|١٬٢٣٤٫٥٦/);
});

test("an order of the evening in London was placed the next day in Tokyo", () => {
  const dateIn = (id: MarketId) => mailWordsOf(marketOf(id) as Market).date(Date.UTC(2026, 10, 24, 18, 5));
  expect(dateIn("en-gb")).toBe("24 November 2026");
  expect(dateIn("ja-jp")).toBe("2026年11月25日");
});

test("a store that does not know its own address mails the order without a link", () => {
  const [market] = MARKETS;
  if (!market) throw new Error("There is a market");
  const { html, text } = renderMail(orderPlaced({ ...orderOf(market), url: null }, mailWordsOf(market)), market);
  expect(html).not.toContain("<a ");
  expect(text).not.toContain("http");
});
