import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainTextOf, tidy } from "../../worker/transfer/formats/plain-text.ts";

describe("a description in HTML becomes text to read", () => {
  test.each([
    ["<p>Classic <b>blown</b> clay</p><p>For plants</p>", "Classic blown clay\n\nFor plants"],
    ["<h2>Size</h2><ul><li>Small</li><li> Large </li><li></li></ul>", "Size\n\n• Small\n• Large"],
    ["One<br>two<br/>three", "One\ntwo\nthree"],
    ["12&quot; &amp; up &#8211; &#x2122; &frac12; &unknown;", '12" & up – ™ ½ &unknown;'],
    ["a < b and c > d", "a < b and c > d"],
    ["one \n   two&nbsp;three", "one two three"],
    ["", ""],
  ])("%j", (html, text) => {
    expect(plainTextOf(html)).toBe(text);
  });

  test.each([
    ["<script>alert(1)</script>Pot", "Pot"],
    ["Pot<SCRIPT src=//x.example>alert(1)", "Pot"],
    ["<style>p{}</style><!-- hidden -->Pot<svg onload=x><text>no</text></svg>", "Pot"],
    ['<img src=x onerror="alert(1)">Pot', "Pot"],
    ["<scr<script></script>ipt>alert(1)</scr<script></script>ipt>Pot", "alert(1)Pot"],
    ["<<b>script>Pot</<b>script>", "script>Potscript>"],
    ["Pot<a href='javascript:x'", "Pot"],
    ["&#0;&#xd800;&#99999999;&#1114112;Pot", "&#99999999;Pot"],
  ])("nothing of %j can run", (html, text) => {
    expect(plainTextOf(html)).toBe(text);
  });

  test("whatever is written, no tag is left but one that was written as text", () => {
    const piece = fc.constantFrom("<", ">", "/", "b", "script", "!--", "-->", "li", " ", "p", '"', "svg", "?", "\n");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        expect(plainTextOf(pieces.join(""))).not.toMatch(/<\/?[a-z!?]/i);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(["<svg ", "<li ", "<br ", "</tr ", "<p ", "<!--", "<script", "<svg></svg ", "&a", "\n• "])(
    "of %j over and over, as much as a row holds, no more than a little is made",
    (part) => {
      expect(plainTextOf(`Pot${part.repeat(1_000_000 / part.length)}`).slice(0, 3)).toBe("Pot");
    },
  );

  test("text that was made plain once holds no control characters, and tidying it again changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (html) => {
        const text = plainTextOf(html);
        expect(text).not.toMatch(/[^\P{Cc}\n]/u);
        expect(tidy(text)).toBe(text);
      }),
    );
  });
});
