/** What pages say to browsers and to the edge: who may keep them, and what they may load and send to. */
import type { AstroGlobal } from "astro";
import { type CachePolicyName, cacheHeadersOf, NO_STORE } from "../worker/http/cache-policy.ts";

/** Lets the edge keep this page, under the tags of what it shows. For pages that are the same for everyone. */
export function setCachePolicy(
  astro: AstroGlobal,
  name: CachePolicyName,
  tags: readonly string[],
  secondsLeft?: number,
): void {
  const headers = cacheHeadersOf(name, tags, secondsLeft);
  for (const [header, value] of Object.entries(headers)) astro.response.headers.set(header, value);
}

/**
 * A page is sent as it is made: its components read while its beginning is on its way. Where one of them finds that a part is
 * missing, nobody else is to get this copy: before anything was sent, the edge is told not to keep it; after that, `takeBack`
 * is called with the tag that only this copy bears.
 */
export function sentAsMade(
  response: Response,
  { id, isPartial, takeBack }: { id: string; isPartial: () => boolean; takeBack: (tag: string) => void },
): Response {
  const tags = response.headers.get(TAGS);
  if (tags === null || response.body === null) return response;
  const headers = new Headers(response.headers);
  const copy = `copy-${id}`;
  if (isPartial()) for (const name of KEPT_BY) headers.delete(name);
  else headers.set(TAGS, `${tags},${copy}`);
  const flush = () => {
    if (isPartial()) takeBack(copy);
  };
  return new Response(response.body.pipeThrough(new TransformStream({ flush })), { status: response.status, headers });
}
const TAGS = "cache-tag";
const KEPT_BY = ["cache-control", "cloudflare-cdn-cache-control", TAGS];

/**
 * Browsers hold `form-action` against every redirect that a form's answer makes, so a page whose form ends at the
 * payment provider must name it. Called by that page alone.
 */
export function allowFormsToPayments(astro: AstroGlobal): void {
  const { apiBase } = astro.locals.world.config.stripe;
  const provider = apiBase ? new URL(apiBase).origin : "https://checkout.stripe.com";
  astro.response.headers.set(FORMS_TO, provider);
}

/** Carries the origin from the page to the middleware, which writes it into the policy and takes this header off. */
const FORMS_TO = "x-forms-to";

const PERMISSIONS = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()";

/**
 * Headers of every page. A page that named no cache policy is nobody's but the shopper's. `formsTo`: where markets have domains
 * of their own, the choice of a market ends there.
 */
export function securePage(
  response: Response,
  { requestId, isHttps, formsTo }: { requestId: string; isHttps: boolean; formsTo: readonly string[] },
): Response {
  const { headers } = response;
  if (!headers.has("cache-control")) headers.set("cache-control", NO_STORE);
  headers.set("x-content-type-options", "nosniff");
  // A page whose address is a secret says a stricter one.
  if (!headers.has("referrer-policy")) headers.set("referrer-policy", "strict-origin-when-cross-origin");
  headers.set("permissions-policy", PERMISSIONS);
  headers.set("cross-origin-opener-policy", "same-origin");
  // What is kept is everybody's: a request's id, which its sender may have made up, says nothing to the next.
  if (!headers.has(TAGS)) headers.set("x-request-id", requestId);
  if (isHttps) headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  widenForms(headers, formsTo);
  return response;
}

function widenForms(headers: Headers, places: readonly string[]): void {
  const provider = headers.get(FORMS_TO);
  const widened = [...(provider ? [provider] : []), ...places];
  headers.delete(FORMS_TO);
  const policy = headers.get("content-security-policy");
  if (widened.length > 0 && policy)
    headers.set(
      "content-security-policy",
      policy.replace("form-action 'self'", ["form-action 'self'", ...widened].join(" ")),
    );
}
