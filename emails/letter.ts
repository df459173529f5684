/** What a mail says, before it is made into HTML and text. Both are made from it, so they never disagree. */
import type { Market } from "../worker/markets/markets.ts";

/** A part of a letter. Amounts are texts already, as the letter's language writes them. */
export type Block =
  | { kind: "text"; text: string }
  /** Small print. */
  | { kind: "note"; text: string }
  | { kind: "button"; label: string; href: string }
  /** Names and values, such as an order's number and date. */
  | { kind: "facts"; rows: readonly FactRow[] }
  | { kind: "lines"; title: string; rows: readonly { title: string; detail: string; amount: string }[] }
  | { kind: "totals"; rows: readonly { label: string; amount: string; strong?: boolean }[] }
  | { kind: "address"; title: string; rows: readonly string[] };

/** `code` values are set left to right in every language; one with an `href` leads there. */
export type FactRow = { label: string; value: string; code?: boolean; href?: string | null };

/** Plain texts throughout: whoever makes HTML of them escapes them. Blocks are shown in their order. */
export type Letter = {
  subject: string;
  /** Shown by mail programs beside the subject. */
  preview: string;
  heading: string;
  blocks: readonly Block[];
  /** Why one gets this mail, where it is not for an order or an account; and the way out of getting more. */
  footer?: string;
  footerLink?: { label: string; href: string };
};

export type LetterMarket = Pick<Market, "locale" | "direction" | "timeZone">;
export type RenderedMail = { subject: string; html: string; text: string };
