/** What a download's link carries: which file of which order's line, of which issue, until when. Signed by the store. */
import { openSigned, sign } from "../drops/signed.ts";
import type { Grant } from "./grant.ts";

export type DownloadClaims = Pick<Grant, "orderId" | "sku" | "fileId" | "issue" | "untilMs">;

/** The same grant is the same link, however often it is made. */
export const signDownload = (secret: string, { orderId, sku, fileId, issue, untilMs }: DownloadClaims): string =>
  sign(secret, "download", { o: orderId, s: sku, f: fileId, i: issue, e: untilMs });

/** Null when the text is no link of this store. */
export function readDownload(secret: string, token: string): DownloadClaims | null {
  const claims = openSigned(secret, "download", token);
  if (typeof claims?.o !== "string" || typeof claims.s !== "string" || typeof claims.f !== "string") return null;
  if (typeof claims.i !== "number" || typeof claims.e !== "number") return null;
  return { orderId: claims.o, sku: claims.s, fileId: claims.f, issue: claims.i, untilMs: claims.e };
}

/** Where the file itself is answered. Without the host; `market` is where a browser is told why it is not. */
export const downloadPathOf = (market: string, token: string): string => `/api/downloads/${token}?market=${market}`;
/** The page that says what the link opens, or why it does not: what mails lead to, since programs follow links in mails. */
export const downloadPagePathOf = (market: string, token: string): string => `/${market}/downloads/${token}`;
