/** What search engines may read: the catalogue, not what is a shopper's own. */
import type { APIRoute } from "astro";

const CLOSED = ["/admin", "/api/", "/mailbox", "/*/cart", "/*/checkout", "/*/orders", "/*/account", "/*/search"];

export const GET: APIRoute = () => {
  const lines = ["User-agent: *", ...CLOSED.map((path) => `Disallow: ${path}`), ""];
  return new Response(lines.join("\n"), {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=86400" },
  });
};
