import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { descriptionHtmlOf } from "../../site/description-html.ts";
import { richTextOf, safeHtmlOf } from "../../worker/transfer/formats/rich-text.ts";

describe("a description from elsewhere", () => {
  test.each([
    ["plain words", "5 < 6 & more", null, "5 < 6 & more"],
    ["paragraphs alone", "<p>One</p><p>Two</p>", null, "One\n\nTwo"],
    ["emphasis", "<p>Very <strong>soft</strong></p>", "<p>Very <strong>soft</strong></p>", "Very soft"],
    ["a list", '<ul class="x"><li style="color:red">One</li></ul>', "<ul><li>One</li></ul>", "• One"],
    [
      "a table",
      "<table><tr><td colspan=2>A</td></tr></table>",
      '<table><tbody><tr><td colspan="2">A</td></tr></tbody></table>',
      "A",
    ],
    ["a heading of the first level", "<h1>Pot</h1>", "<h2>Pot</h2>", "Pot"],
    [
      "a link to another site",
      '<b><a href="https://a.example/" onclick="x()">a</a></b>',
      '<b><a href="https://a.example/">a</a></b>',
      "a",
    ],
    ["what is not closed", "<ul><li>One<li><b>Two", "<ul><li>One</li><li><b>Two</b></li></ul>", "• One\n• Two"],
  ])("keeps %s", (_, source, html, text) => {
    expect(richTextOf(source)).toEqual({ html, text });
  });

  test.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>@import 'https://evil.example'</style>",
    '<p style="background:url(https://evil.example)">x</p>',
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form action=https://evil.example><button>x</button></form>",
    "<object data=x></object><embed src=x><base href=https://evil.example>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<textarea><img src=x onerror=alert(1)></textarea>",
  ])("lets nothing of %j run, load or restyle", (attack) => {
    for (const source of [attack, `<p>before</p>${attack}`, `<ul><li>${attack}</li></ul>`])
      expect(safeHtmlOf(source)).not.toMatch(
        /<(script|img|svg|iframe|style|form|button|object|embed|base|math|textarea|noscript)\b|\bon\w+=|javascript:|data:|style=/i,
      );
  });

  const numbered = (count: number, of: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => of(i)).join("");
  test.each([
    ["formatting left open before each paragraph", `<p>${numbered(1_000, (i) => `<b a=${i}>`)}${"<p>x".repeat(8_000)}`],
    ["some of it left open", `<p>${numbered(150, (i) => `<b a=${i}>`)}${"<p>x".repeat(12_000)}`],
    ["its end in a comment", `<p>${numbered(1_000, (i) => `<b a=${i}><!--</b>-->`)}${"<p>x".repeat(8_000)}`],
    ["its end in a value", `<p>${numbered(1_000, (i) => `<b a=${i}><i t="</b>"></i>`)}${"<p>x".repeat(6_000)}`],
    ["its end in a script", `<p>${numbered(800, (i) => `<b a=${i}><style></b></style>`)}${"<p>x".repeat(6_000)}`],
    ["depth", `${"<div>".repeat(6_000)}x`],
    ["length", `<p>${"<b>x</b>".repeat(100_000)}x`],
    ["letters that are written longer", `<b>x</b>${"&".repeat(50_000)}`],
    ["a tag that never ends, over and over", `x${"<svg ".repeat(10_000)}`],
    ["values that never end", `x${"<b a='".repeat(9_000)}`],
  ])("made to hold its reader up by %s comes as its words", (_, source) => {
    const { html, text } = richTextOf(source);
    expect(html).toBeNull();
    expect(text).toContain("x");
    expect(safeHtmlOf(source)).not.toMatch(/<[a-z]/i);
  });

  test("keeps its formatting where a long list or table leaves its ends out, or some of it is nested badly", () => {
    for (const source of [
      `<ul>${"<li><p>One <b class='x'>two</b> <a href='https://a.example/?b>c'>three</a>".repeat(500)}</ul>`,
      `<table>${"<tr><td>One<td><font color=red>two</font>".repeat(800)}</table>`,
      `<div class=a><!-- b --><style>p > b {}</style>${"<p><b><i>One</b></i><br>two</p>".repeat(60)}</div>`,
    ])
      expect(richTextOf(source).html).toMatch(/<(li|td|b)>/);
  });

  test("made safe is as it stays", () => {
    const piece = fc.constantFrom(
      "<b>",
      "</b>",
      "<p>",
      "<ul>",
      "<li>",
      "</ul>",
      "<table>",
      "<td>",
      "<a href=https://a.example/>",
      "</a>",
      "<script>",
      "</script>",
      "<!--",
      "-->",
      "&lt;",
      "<",
      ">",
      '"',
      "text",
      "<h1>",
      "</h1>",
      "<svg>",
      "<style>",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const safe = safeHtmlOf(pieces.join(""));
        expect(safe).not.toMatch(/<(script|svg|style)/i);
        expect(safeHtmlOf(safe)).toBe(safe);
      }),
    );
  });

  test("is not changed inside an attribute's quotes, where an address may look like a tag", () => {
    const html = safeHtmlOf('<a href="https://a.example/<a href=z onmouseover=alert(1) ">c</a>');
    const shown = descriptionHtmlOf(html);
    expect(shown.match(/rel=/g)).toHaveLength(1);
    expect(shown).toBe(`<a rel="nofollow noopener"${html.slice(2)}`);
  });

  test("stands below the page's own headings, and its links vouch for nothing", () => {
    expect(descriptionHtmlOf('<h2>A</h2><h5>B</h5><p><a href="https://a.example/">c</a></p>')).toBe(
      '<h3>A</h3><h3>B</h3><p><a rel="nofollow noopener" href="https://a.example/">c</a></p>',
    );
  });
});
