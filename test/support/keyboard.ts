/** Somebody with a keyboard and no pointer: goes on by Tab, and sees where they are. */
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** More stops than any page has: who does not arrive by then never does. */
const STOPS_MAX = 150;

/**
 * Goes on by Tab until what has the focus is `target` (a CSS selector). Each stop on the way is held to WCAG 2.2: seen at least
 * in part (2.4.11), and marked (2.4.7).
 */
export async function tabTo(page: Page, target: string): Promise<void> {
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await page.keyboard.press("Tab");
    const { isThere, what, fault } = await page.evaluate(stopAt, target);
    expect(fault, `${what} at ${page.url()}`).toBe("");
    if (isThere) return;
  }
  throw new Error(`Tab does not lead to ${target} at ${page.url()}`);
}

/** Runs in the page. */
function stopAt(target: string): { isThere: boolean; what: string; fault: string } {
  const focused = document.activeElement as HTMLElement | null;
  if (!focused || focused === document.body) return { isThere: false, what: "the page's end", fault: "" };
  const what = focused.outerHTML.slice(0, 120);
  const hidden = (element: HTMLElement) => {
    const { width, height } = element.getBoundingClientRect();
    return width < 3 || height < 3 || getComputedStyle(element).opacity === "0";
  };
  // A box that is drawn by its label is seen there.
  const label = (focused as HTMLInputElement).labels?.[0];
  const shown = hidden(focused) && label ? label : focused;
  const box = shown.getBoundingClientRect();
  const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  const parts = [0.1, 0.3, 0.5, 0.7, 0.9];
  const isSeen = parts.some((x) =>
    parts.some((y) => {
      const at = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return at !== null && (shown.contains(at) || at.contains(shown));
    }),
  );
  const isOutlined = (element: Element, part?: string) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
  };
  // A link that covers its card is marked around the card, a choice around its words.
  const around = shown.closest("label");
  const marks = isOutlined(shown) || isOutlined(shown, "::after") || (around !== null && isOutlined(around));
  const isOutside = right <= left || bottom <= top;
  const fault = isOutside ? "is outside the screen" : isSeen ? (marks ? "" : "is not marked") : "is hidden by others";
  return { isThere: focused.matches(target), what, fault };
}
