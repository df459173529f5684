/** The parts that mails about an order share: its number, what was bought, what it came to, where it goes. */
import { optionValues } from "../worker/catalog/option-words.ts";
import type { Address, PickupPlace, ShippingChoice, Totals } from "../worker/checkout/checkout.ts";
import type { StockPromise } from "../worker/inventory/stock-policy.ts";
import { addressLinesOf } from "../worker/markets/address-lines.ts";
import type { MarketId } from "../worker/markets/markets.ts";
import { hoursRows } from "../worker/shipping/pickup-words.ts";
import type { OrderTax } from "../worker/tax/tax-answer.ts";
import { taxLabelOf } from "../worker/tax/tax-names.ts";
import type { Block } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";

/** `totalMinor` is in the order's currency. */
export type MailLine = {
  title: string;
  options: Readonly<Record<string, string>>;
  quantity: number;
  totalMinor: number;
  /** Of units that were sold before they were here. */
  promise?: StockPromise | null;
};
/** `url` opens the order without signing in; null where the store does not know its own address. */
export type MailOrder = {
  id: string;
  market: MarketId;
  placedAtMs: number;
  url: string | null;
  lines: readonly MailLine[];
  totals: Totals;
  shipping: ShippingChoice;
  shippingAddress: Address;
  /** Files of it that may be downloaded now; each address is the page of one. */
  downloads?: readonly MailDownload[];
  /** Whose tax it is, and what each rate came to. */
  tax?: OrderTax | null;
  /** Opens the invoice, or the credit note, that this mail tells of; null where there is none. */
  invoiceUrl?: string | null;
};
export type MailDownload = { name: string; untilMs: number; url: string };

/** A checkout that became no order. Addresses are null where the store does not know its own. */
export type MailCheckout = {
  lines: readonly MailLine[];
  totals: Totals;
  cartUrl: string | null;
  storeUrl: string | null;
};

export const orderFacts = (order: MailOrder, words: MailWords): Block => ({
  kind: "facts",
  rows: [
    { label: words.say("order.number"), value: order.id, code: true },
    { label: words.say("order.placedOn"), value: words.date(order.placedAtMs) },
  ],
});

/** No button where there is no address to lead to. */
export const linkButton = (label: string, href: string | null): Block[] =>
  href === null ? [] : [{ kind: "button", label, href }];

/** None where the store does not know its own address. */
export const orderButton = (order: MailOrder, words: MailWords): Block[] =>
  linkButton(words.say("order.view"), order.url);

/** No button of an order without an invoice, or of a refund without a credit note. */
export const documentButton = (
  kind: "invoice" | "creditNote",
  { invoiceUrl = null }: MailOrder,
  words: MailWords,
): Block[] => linkButton(words.say(`order.${kind}`), invoiceUrl);

export const lineBlock = (
  title: string,
  lines: readonly MailLine[],
  { currency }: Totals,
  words: MailWords,
): Block => ({
  kind: "lines",
  title,
  rows: lines.map((line) => ({
    title: line.title,
    detail: [
      ...optionValues(line.options, words.locale),
      words.say("order.quantity", { quantity: line.quantity }),
      ...(line.promise ? [words.say(`order.${line.promise.kind}`, { date: words.date(line.promise.atMs) })] : []),
    ].join(" · "),
    amount: words.money({ amountMinor: line.totalMinor, currency }),
  })),
});

/** As the order's page tells it, with the certificate of who is exempt: tax on top is a row of the sum; tax within the prices is told after it. A name that is empty is of what was not shipped. */
export function totalsBlock(
  totals: Totals,
  { name: shippingName, isCollected = false }: { name: string; isCollected?: boolean },
  words: MailWords,
  told?: OrderTax | null,
): Block {
  const { currency, taxIncluded, taxMinor, discountMinor, shippingMinor } = totals;
  const money = (amountMinor: number) => words.money({ amountMinor, currency });
  const named = (told?.groups ?? []).map((group) => {
    const tax = taxLabelOf(group, words.locale);
    return { label: taxIncluded ? words.say("order.taxIncludes", { tax }) : tax, amount: money(group.taxMinor) };
  });
  const usual = words.say(taxIncluded ? "order.taxIncluded" : "order.tax");
  const certificate = told?.certificate;
  const one = {
    label: certificate === undefined ? usual : words.say("order.taxExempt", { certificate }),
    amount: money(taxMinor),
  };
  const taxes = named.length > 0 ? named : [one];
  return {
    kind: "totals",
    rows: [
      { label: words.say("order.subtotal"), amount: money(totals.subtotalMinor) },
      ...(discountMinor > 0 ? [{ label: words.say("order.discount"), amount: money(-discountMinor) }] : []),
      ...(shippingName === ""
        ? []
        : [
            {
              label: isCollected ? shippingName : words.say("order.shipping", { method: shippingName }),
              amount: shippingMinor === 0 ? words.say("order.free") : money(shippingMinor),
            },
          ]),
      ...(taxIncluded ? [] : taxes),
      { label: words.say("order.total"), amount: money(totals.totalMinor), strong: true },
      ...(taxIncluded ? taxes : []),
    ],
  };
}

/** Why nothing is taxed, where the sum does not say so; and the business that buys, with its number. */
export function taxBlocks({ tax }: MailOrder, words: MailWords): Block[] {
  const { treatment, buyer } = tax ?? {};
  const isFree = treatment === "reverse_charge" || treatment === "export";
  const rows = [
    { label: words.say("order.company"), value: buyer?.company ?? "" },
    {
      label: words.say(buyer?.numberOf ? "order.businessNumber" : "order.vat"),
      value: buyer?.vatNumber ?? "",
      code: true,
    },
  ].filter(({ value }) => value !== "");
  return [
    ...(isFree ? [{ kind: "note", text: words.say(`order.note.${treatment}`) } as const] : []),
    ...(rows.length > 0 ? [{ kind: "facts", rows } as const] : []),
  ];
}

/** A mail stays readable: the rest is on the order's page. */
const DOWNLOADS_MAX = 20;

/** Until when, and a button for each file; none of an order without. */
export function downloadBlocks({ downloads = [] }: MailOrder, words: MailWords): Block[] {
  const shown = downloads.slice(0, DOWNLOADS_MAX);
  if (shown.length === 0) return [];
  const date = words.date(Math.min(...shown.map(({ untilMs }) => untilMs)));
  return [
    { kind: "text", text: words.say("download.text", { count: shown.length, date }) },
    ...shown.flatMap(({ name, url }) => linkButton(words.say("download.button", { file: name }), url)),
  ];
}

/** Where it is collected, and when the place is open. */
export const pickupBlocks = ({ address, hours }: PickupPlace, words: MailWords): Block[] => [
  { kind: "address", title: words.say("order.collectAt"), rows: addressLinesOf(address, words.locale) },
  {
    kind: "address",
    title: words.say("order.hours"),
    rows: hoursRows(hours, words.locale).map(({ days, times }) => `${days} ${times}`),
  },
];

export const addressBlock = ({ shippingAddress }: MailOrder, words: MailWords): Block => ({
  kind: "address",
  title: words.say("order.shipTo"),
  rows: addressLinesOf(shippingAddress, words.locale),
});
