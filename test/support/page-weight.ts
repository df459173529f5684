/**
 * What a page asks of a phone before anybody touches it: bytes as they travel, requests, what moves while it comes, and how its
 * pictures are asked for. Bytes and counts, never times: the same on a slow machine.
 */
import { gzipSync } from "node:zlib";
import type { Page, Response } from "playwright-core";

/** Bytes are gzip's of level 6; the network in front of a shop packs with Brotli, which is smaller. */
export type PageWeight = {
  html: number;
  css: number;
  scripts: number;
  /** All but pictures: documents, styles, scripts, fonts, what scripts fetch, sockets. */
  requests: number;
  pictures: number;
  /** Addresses of any other origin. */
  elsewhere: string[];
  /** Cumulative layout shift (web.dev/articles/cls), of everything since the page began. */
  shift: number;
  /** What moved, for whoever is to mend it. */
  shifted: string[];
};

type Kind = "html" | "css" | "scripts";
const KINDS: Readonly<Record<string, Kind>> = { document: "html", stylesheet: "css", script: "scripts" };
/** Bytes as they travel. */
export const packedLength = (body: Buffer): number => gzipSync(body, { level: 6 }).length;

/** Call before going anywhere with the page. */
export async function weigh(page: Page): Promise<(url: string) => Promise<PageWeight>> {
  await page.addInitScript(watchShifts);
  return async (url) => {
    const { origin } = new URL(url);
    const responses: Response[] = [];
    const asked: { url: string; isPicture: boolean }[] = [];
    const stop = collect(page, responses, asked);
    await page.goto(url, { waitUntil: "networkidle" });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    const moved = await page.evaluate(
      () => (globalThis as unknown as { shifts?: { value: number; what: string }[] }).shifts ?? [],
    );
    stop();
    const bytes = { html: 0, css: 0, scripts: 0 };
    for (const response of responses) {
      const kind = KINDS[response.request().resourceType()];
      if (kind) bytes[kind] += packedLength(await response.body());
    }
    return {
      ...bytes,
      requests: asked.filter(({ isPicture }) => !isPicture).length,
      pictures: asked.filter(({ isPicture }) => isPicture).length,
      elsewhere: asked.map((each) => each.url).filter((each) => new URL(each).host !== new URL(origin).host),
      shift: moved.reduce((sum, { value }) => sum + value, 0),
      shifted: moved.map(({ what, value }) => `${what} (${value.toFixed(4)})`),
    };
  };
}

/** Answers what ends it. */
function collect(page: Page, responses: Response[], asked: { url: string; isPicture: boolean }[]): () => void {
  const onResponse = (response: Response) => void responses.push(response);
  const onRequest = (request: { url(): string; resourceType(): string }) => {
    if (!request.url().startsWith("data:"))
      asked.push({ url: request.url(), isPicture: request.resourceType() === "image" });
  };
  const onSocket = (socket: { url(): string }) => void asked.push({ url: socket.url(), isPicture: false });
  page.on("response", onResponse).on("request", onRequest).on("websocket", onSocket);
  return () => void page.off("response", onResponse).off("request", onRequest).off("websocket", onSocket);
}

/** Runs in the page, before anything of it. */
function watchShifts(): void {
  type Shift = PerformanceEntry & { value: number; sources: { node: Node | null }[] };
  const shifts: { value: number; what: string }[] = [];
  Object.assign(globalThis, { shifts });
  const nameOf = (node: Node | null) =>
    node instanceof Element ? node.outerHTML.slice(0, 120) : String(node?.nodeName);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Shift[])
      shifts.push({ value: entry.value, what: entry.sources.map(({ node }) => nameOf(node)).join(" | ") });
  }).observe({ type: "layout-shift", buffered: true });
}

export type ShownPicture = {
  src: string;
  hasRoom: boolean;
  hasSizes: boolean;
  isLazy: boolean;
  priority: string;
  isInView: boolean;
  isLargest: boolean;
};

/** Every picture of a page that is open, the largest paint's among them where that was a picture. */
export const picturesOfPage = (page: Page): Promise<ShownPicture[]> =>
  page.evaluate(async () => {
    const largest = await new Promise<Element | null>((found) => {
      const observer = new PerformanceObserver((list) => {
        found(
          (list.getEntries().at(-1) as (PerformanceEntry & { element: Element | null }) | undefined)?.element ?? null,
        );
      });
      observer.observe({ type: "largest-contentful-paint", buffered: true });
    });
    return [...document.images].map((image) => {
      const { top, bottom, width } = image.getBoundingClientRect();
      const sources = [...(image.parentElement?.tagName === "PICTURE" ? image.parentElement.children : [image])];
      const sized = sources.filter((each) => each.hasAttribute("srcset"));
      return {
        src: image.currentSrc || image.src,
        hasRoom: image.hasAttribute("width") && image.hasAttribute("height"),
        hasSizes: sized.every((each) => each.hasAttribute("sizes")),
        isLazy: image.loading === "lazy",
        priority: image.fetchPriority,
        isInView: width > 0 && top < innerHeight && bottom > 0,
        isLargest: image === largest,
      };
    });
  });
