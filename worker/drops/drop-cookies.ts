/** What a browser keeps of drops. No script reads these, and each is signed. */

/** Which device this is: given to everyone who asks for a challenge. */
export const VISITOR_COOKIE = "visitor";
export const VISITOR_SECONDS = 365 * 86_400;
export const ticketCookie = (dropId: string): string => `drop-${dropId}`;
export const passCookie = (dropId: string): string => `pass-${dropId}`;

/** Of the visitor's browser over the site's own pages. Over HTTPS they are sent back over HTTPS only. */
export const cookieOptions = (isHttps: boolean, maxAge: number) =>
  ({ path: "/", httpOnly: true, sameSite: "Lax", secure: isHttps, maxAge }) as const;

/** Until the drop is over, and a while longer for the page that says so; at least a minute. */
export const secondsUntil = (endMs: number, nowMs: number): number => Math.max(60, Math.ceil((endMs - nowMs) / 1_000));
export const TICKET_KEPT_MS = 86_400_000;
