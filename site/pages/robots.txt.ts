/** What search engines may read: the catalogue, not what is a shopper's own. It names each market's sitemaps. */
import type { APIRoute } from "astro";
import { originOf } from "../../worker/markets/market-origin.ts";
import { answerAs } from "../machine-answers.ts";
import { pathsOf } from "../paths.ts";

const CLOSED = [
  "/admin",
  "/api/",
  "/mailbox",
  ...["cart", "merge", "offline", "checkout", "orders", "account", "search", "suggest"].map((page) => `/*/${page}`),
];
/** Read by programs that act for people. */
const OPEN = ["/api/openapi.json"];

export const GET: APIRoute = ({ locals: { markets, world } }) => {
  const { origin } = world.config;
  const lines = [
    "User-agent: *",
    ...OPEN.map((path) => `Allow: ${path}`),
    ...CLOSED.map((path) => `Disallow: ${path}`),
    "",
    ...markets.list.map((market) => `Sitemap: ${originOf(market, origin)}${pathsOf(market.id).sitemap}`),
    "",
  ];
  return answerAs("text", "sitemap", lines.join("\n"));
};
