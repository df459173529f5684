/** What staff type for a page is text: it formats, and never becomes HTML of its own, a script or a second title. */
import { describe, expect, test } from "vitest";
import { proseHtmlOf } from "../../site/prose-html.ts";

describe("a page's Markdown", () => {
  test("has headings below the page's own, lists, links and tables", () => {
    expect(proseHtmlOf("# Costs\n\n- one\n- **two**\n\n[Returns](returns)")).toBe(
      '<h2>Costs</h2>\n<ul>\n<li>one</li>\n<li><strong>two</strong></li>\n</ul>\n<p><a href="returns">Returns</a></p>',
    );
    expect(proseHtmlOf("| a | b |\n| - | - |\n| 1 | 2 |")).toContain("<td>2</td>");
  });

  test.each([
    ["a script", "<script>alert(1)</script>"],
    ["a handler", '<img src="x" onerror="alert(1)">'],
    ["a frame", "<iframe srcdoc='<script>alert(1)</script>'></iframe>"],
    ["a comment that opens one", "<!-- --><svg onload=alert(1)>"],
  ])("shows %s as it is typed", (_, typed) => {
    expect(proseHtmlOf(typed)).not.toMatch(/<(?!\/?p>)/);
  });

  test.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "java\tscript:alert(1)"])(
    "leads nowhere by %s",
    (address) => {
      for (const typed of [`[a](${address})`, `[a](<${address}>)`, `![a](<${address}>)`, `<${address}>`])
        expect(proseHtmlOf(typed)).not.toMatch(/(?:href|src)="(?:\s*j|\s*d|\s*v)/i);
    },
  );
});
