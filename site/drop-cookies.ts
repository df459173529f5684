/** What a browser has of drops: which device it is, its tickets and its passes. */
import type { AstroGlobal } from "astro";
import {
  cookieOptions,
  passCookie,
  secondsUntil,
  TICKET_KEPT_MS,
  ticketCookie,
  VISITOR_COOKIE,
  VISITOR_SECONDS,
} from "../worker/drops/drop-cookies.ts";
import type { Shown } from "../worker/drops/enter-drop-flow.ts";
import { PASSES_MAX, readVisitor, signVisitor } from "../worker/drops/pass.ts";
import type { PlaceAnswer } from "../worker/drops/queue-flow.ts";

/** Passes by the name of their cookie: whichever drops the cart takes from. */
const PASS = /(?:^|;\s*)pass-[a-z0-9-]+=([^;]+)/g;

const optionsOf = ({ url }: AstroGlobal, seconds: number) => {
  const options = cookieOptions(url.protocol === "https:", seconds);
  return { ...options, sameSite: "lax" } as const;
};

/** The device; null for one that is new. */
const visitorOf = ({ cookies, locals }: AstroGlobal): string | null =>
  readVisitor(locals.world.config.authSecret, cookies.get(VISITOR_COOKIE)?.value ?? "");

/** The device, which is remembered from now on. */
export function rememberVisitor(astro: AstroGlobal): string {
  const { world } = astro.locals;
  const visitorId = visitorOf(astro) ?? world.newId();
  const visitor = signVisitor(world.config.authSecret, visitorId);
  astro.cookies.set(VISITOR_COOKIE, visitor, optionsOf(astro, VISITOR_SECONDS));
  return visitorId;
}

export const ticketOf = ({ cookies }: AstroGlobal, dropId: string): string | null =>
  cookies.get(ticketCookie(dropId))?.value ?? null;

/** The ticket, and the pass once there is one. */
export function keepPlace(astro: AstroGlobal, dropId: string, closesAtMs: number, answer: PlaceAnswer): void {
  const nowMs = astro.locals.world.nowMs();
  const seconds = secondsUntil(closesAtMs + TICKET_KEPT_MS, nowMs);
  astro.cookies.set(ticketCookie(dropId), answer.ticket, optionsOf(astro, seconds));
  if (!answer.pass || !("untilMs" in answer.place)) return;
  astro.cookies.set(passCookie(dropId), answer.pass, optionsOf(astro, secondsUntil(answer.place.untilMs, nowMs)));
}

/** What a checkout is shown by this browser. */
export function shownOf(astro: AstroGlobal): Shown {
  const header = astro.request.headers.get("cookie") ?? "";
  const passes = [...header.matchAll(PASS)].map(([, pass = ""]) => pass).slice(0, PASSES_MAX);
  return { passes, visitorId: visitorOf(astro) };
}
