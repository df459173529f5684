/**
 * A real Chromium, as shoppers have it. Each visitor is a context of its own: nothing is shared between two, and what a
 * test opened is closed when it ends, however it ends.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // How far below the screen lazy pictures are fetched, as desktop and phones' Chrome have it on 4G: the headless shell goes farther.
  "--blink-settings=lazyLoadingImageMarginPx4G=1250,lazyLoadingImageMarginPxUnknown=1250",
];
/** Of Debian's packages: the headless shell draws the same pages with the same engine for half the work. */
const PROGRAMS = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"] as const;
export const chromiumPath = process.env.CHROMIUM ?? PROGRAMS.find((path) => existsSync(path)) ?? PROGRAMS[1];
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** `problems` is what the page reports and a shopper would never see: script errors, blocked resources, failed requests. */
export type Visitor = { page: Page; problems: string[] };

/** One browser for the tests of the file that calls this; answers how a visitor comes to one of them. */
export function openBrowser(): (options?: BrowserContextOptions) => Promise<Visitor> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath, args: FLAGS });
  });
  afterAll(() => browser.close());
  return async (options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    onTestFinished(() => context.close());
    return watch(await context.newPage());
  };
}

function watch(page: Page): Visitor {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()} (${page.url()})`);
  });
  return { page, problems };
}

/** Holds the page, as it is now, to axe's rules for WCAG 2.2 AA. What fails is told when the test ends: it goes on to its other pages. */
export async function expectAccessible(page: Page): Promise<void> {
  // Evaluated over the debugging protocol, so that the page's own CSP stays as it is.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(root: unknown, options: unknown): Promise<AxeResult> } };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  });
  expect.soft(violations, page.url()).toEqual([]);
}
type AxeResult = { violations: { id: string; nodes: { html: string }[] }[] };

/** No page may be wider than the screen it is on. */
export async function expectNoSideways(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const { width } = page.viewportSize() ?? { width: 0 };
  expect.soft(wide, `${page.url()} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
}

/** Both at once. */
export async function expectUsable(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectNoSideways(page);
}
