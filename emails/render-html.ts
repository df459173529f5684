/**
 * A letter as HTML that mail programs understand: tables and inline styles, no script, no remote picture. Every value is
 * escaped. Colours hold in light and dark; Arabic is set from right to left.
 */
import { Html, html } from "./html.ts";
import type { Block, FactRow, Letter, LetterMarket } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";

const FONT =
  "font-family:'Segoe UI',system-ui,-apple-system,Roboto,'Helvetica Neue',Arial,'Noto Sans','Noto Sans JP','Noto Sans Arabic',sans-serif";
const INK = "#12201a";
const MUTED = "#43524b";
const LINE = "#d8dfd9";
const BRAND = "#0a5b47";
/** The board behind the wordmark is dark in both themes. */
const BOARD = "#0b3d31";
const ON_BOARD = "#f1f7f3";
const COPPER = "#e9a273";

/** Programs that read `<style>` get dark colours and small screens; the others get the inline styles alone. */
const STYLE = new Html(`
@media (prefers-color-scheme:dark){
.page{background:#0d1311 !important}.card{background:#151d1a !important;border-color:#2a3731 !important}
.ink{color:#e9f1ed !important}.muted{color:#b6c5bd !important}.rule{border-color:#2a3731 !important}
.soft{background:#1c2622 !important}.link{color:#63d3ab !important}}
:lang(ko) td{word-break:keep-all}
@media (max-width:600px){.card{border-radius:0 !important}.pad{padding-left:20px !important;padding-right:20px !important}
.button a{display:block !important;text-align:center}}
`);

/** A whole document, in the market's language and direction. `words` are of the same locale. */
export function htmlOf(letter: Letter, { locale, direction }: LetterMarket, words: MailWords): string {
  const blocks = letter.blocks.map((block) => row(blockHtml(block)));
  return html`<!doctype html>
<html lang="${locale}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${letter.subject}</title><style>${STYLE}</style></head>
<body class="page" style="margin:0;padding:0;background:#f5f7f3;${FONT}">
<div style="display:none;max-height:0;overflow:hidden">${letter.preview}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="page" style="background:#f5f7f3"><tr><td align="center" style="padding:24px 0 40px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px">
<tr><td class="card" style="background:#ffffff;border:1px solid ${LINE};border-radius:16px;overflow:hidden">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">
<tr><td class="pad" style="padding:18px 32px;background:${BOARD};border-bottom:3px solid ${COPPER}">${LOGO}</td></tr>
<tr><td class="pad" style="padding:32px 32px 4px"><h1 class="ink" style="margin:0;font-size:26px;line-height:1.25;font-weight:700;color:${INK}">${letter.heading}</h1></td></tr>
${blocks}<tr><td style="height:24px;line-height:24px">&nbsp;</td></tr></table></td></tr>
<tr><td class="pad muted" style="padding:20px 32px;font-size:13px;line-height:1.6;color:${MUTED}">${letter.footer ?? words.say("footer")}${footerLink(letter)}</td></tr>
</table></td></tr></table></body></html>
`.text;
}

const LOGO = html`<table role="presentation" cellpadding="0" cellspacing="0"><tr>
<td style="width:32px;height:32px;border-radius:9px;background:${ON_BOARD};color:${BOARD};font-size:18px;font-weight:800;text-align:center;line-height:32px">T</td>
<td dir="ltr" style="padding:0 10px;font-size:19px;letter-spacing:-.02em;color:${ON_BOARD}"><b>Tech</b>Retail</td></tr></table>`;

const footerLink = ({ footerLink: link }: Letter): readonly Html[] =>
  link ? [html`<br><a class="link" href="${link.href}" style="color:${MUTED}">${link.label}</a>`] : [];

const row = (inner: Html) => html`<tr><td class="pad" style="padding:14px 32px 0">${inner}</td></tr>`;
const table = (rows: readonly Html[]) =>
  html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${rows}</table>`;

function blockHtml(block: Block): Html {
  switch (block.kind) {
    case "text":
      return html`<p class="ink" style="margin:0;font-size:16px;line-height:1.6;color:${INK}">${block.text}</p>`;
    case "note":
      return html`<p class="muted" style="margin:0;font-size:14px;line-height:1.6;color:${MUTED}">${block.text}</p>`;
    case "button":
      return buttonHtml(block);
    case "facts":
      return table(block.rows.map(factHtml));
    case "lines":
      return html`${titleHtml(block.title)}${table(block.rows.map(lineHtml))}`;
    case "totals":
      return table(block.rows.map(totalHtml));
    case "address":
      return html`${titleHtml(block.title)}<p class="muted" style="margin:0;font-size:15px;line-height:1.6;color:${MUTED}">${block.rows.map((text) => html`<bdi>${text}</bdi><br>`)}</p>`;
  }
}

const buttonHtml = ({ label, href }: { label: string; href: string }) =>
  html`<div class="button" style="padding:8px 0 4px"><a href="${href}" style="display:inline-block;background:${BRAND};color:#ffffff;font-size:16px;font-weight:600;line-height:1;padding:16px 28px;border-radius:10px;text-decoration:none">${label}</a></div>
<p class="muted" style="margin:8px 0 0;font-size:12px;line-height:1.5;color:${MUTED};word-break:break-all"><a class="link" dir="ltr" href="${href}" style="color:${MUTED}">${href}</a></p>`;

const titleHtml = (title: string) =>
  html`<h2 class="ink" style="margin:10px 0 6px;font-size:15px;font-weight:700;color:${INK}">${title}</h2>`;

const factValue = ({ value, href }: FactRow) =>
  href ? html`<a class="link" href="${href}" style="color:${BRAND}">${value}</a>` : html`${value}`;

const factHtml = ({ label, code, ...fact }: FactRow) =>
  html`<tr><td class="soft" style="padding:10px 14px;background:#f5f7f3;border-bottom:2px solid transparent"><span class="muted" style="font-size:13px;color:${MUTED}">${label}</span><br><bdi class="ink" dir="${code ? "ltr" : "auto"}" style="font-size:16px;font-weight:600;color:${INK}">${factValue({ label, ...fact })}</bdi></td></tr>`;

const lineHtml = ({ title, detail, amount }: { title: string; detail: string; amount: string }) =>
  html`<tr><td class="rule" style="padding:12px 0;border-bottom:1px solid ${LINE}"><bdi class="ink" style="font-size:15px;font-weight:600;color:${INK}">${title}</bdi><br><bdi class="muted" style="font-size:13px;color:${MUTED}">${detail}</bdi></td>
<td class="rule ink" align="right" style="padding:12px 0;border-bottom:1px solid ${LINE};font-size:15px;color:${INK};text-align:end;white-space:nowrap">${amount}</td></tr>`;

function totalHtml({ label, amount, strong }: { label: string; amount: string; strong?: boolean }): Html {
  const size = strong ? "font-size:18px;font-weight:700" : "font-size:15px";
  const tone = strong ? "ink" : "muted";
  const colour = strong ? INK : MUTED;
  return html`<tr><td class="${tone}" style="padding:4px 0;${size};color:${colour}">${label}</td>
<td class="${tone}" align="right" style="padding:4px 0;${size};color:${colour};text-align:end;white-space:nowrap">${amount}</td></tr>`;
}
