/** A letter as plain text, for programs and people that read no HTML. */
import type { Block, Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";

/** Blocks stand apart by an empty line; a button becomes its label and its address. */
export function textOf(letter: Letter, words: MailWords): string {
  const { footer = words.say("footer"), footerLink } = letter;
  const parts = [letter.heading, ...letter.blocks.map(blockText), `${"-".repeat(24)}\n${footer}`];
  if (footerLink) parts.push(`${footerLink.label}:\n${footerLink.href}`);
  return `${parts.join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "text":
    case "note":
      return block.text;
    case "button":
      return `${block.label}:\n${block.href}`;
    case "facts":
      return block.rows.map(({ label, value, href }) => `${label}: ${value}${href ? `\n${href}` : ""}`).join("\n");
    case "lines":
      return [block.title, ...block.rows.map(lineText)].join("\n");
    case "totals":
      return block.rows.map(({ label, amount }) => `${label}: ${amount}`).join("\n");
    case "address":
      return [block.title, ...block.rows].join("\n");
  }
}

const lineText = (row: { title: string; detail: string; amount: string }) =>
  `- ${row.title}${row.detail && ` (${row.detail})`}${row.amount && `: ${row.amount}`}`;
