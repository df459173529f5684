/** Lets a caller that has the answer already be told so in a few bytes (RFC 9110, 8.8.3 and 13.1.2). */
import { hexOf } from "../base/hex.ts";

/** A strong tag: the same bytes, the same tag. */
export async function etagOf(body: string): Promise<string> {
  return `"${hexOf(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body))).slice(0, 32)}"`;
}

/** True where `If-None-Match` names the tag. A proxy may have made it weak by compressing. */
export const isFresh = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? "").split(",").some((given) => ["*", etag, `W/${etag}`].includes(given.trim()));
