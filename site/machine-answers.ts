/** Answers for programs: sitemaps, feeds and short texts, each with its type and a policy by which the edge keeps it. */
import type { APIContext } from "astro";
import type { MapPaths } from "../worker/catalog/found/sitemap-flow.ts";
import { CONTENT_PAGES } from "../worker/content/content-page.ts";
import { type CachePolicyName, cacheHeadersOf } from "../worker/http/cache-policy.ts";
import { pathsOf } from "./paths.ts";

export const TYPES = {
  text: "text/plain; charset=utf-8",
  markdown: "text/markdown; charset=utf-8",
  xml: "application/xml; charset=utf-8",
  manifest: "application/manifest+json; charset=utf-8",
  script: "text/javascript; charset=utf-8",
} as const;

/** The same for everyone who asks. */
export function answerAs(
  type: keyof typeof TYPES,
  policy: CachePolicyName,
  body: string | ReadableStream<Uint8Array<ArrayBuffer>>,
  more: Record<string, string> = {},
): Response {
  return new Response(body, { headers: { "content-type": TYPES[type], ...cacheHeadersOf(policy, []), ...more } });
}

/** A query means nothing here, and one that is made up would pass by what the edge keeps: it is led to the bare address. */
export function instead({ url }: APIContext): Response | null {
  return url.search === "" ? null : new Response(null, { status: 308, headers: { location: url.pathname } });
}

/** The pages that sitemaps name. */
export const MAP_PATHS: MapPaths = {
  pages: [
    ({ id }) => pathsOf(id).home,
    ...CONTENT_PAGES.map(
      (page) =>
        ({ id }: { id: string }) =>
          pathsOf(id).content(page),
    ),
  ],
  product: ({ id }, slug) => pathsOf(id).product(slug),
  category: ({ id }, slug) => pathsOf(id).category(slug),
  collection: ({ id }, slug) => pathsOf(id).collection(slug),
  brand: ({ id }, slug) => pathsOf(id).brand(slug),
};
