/** Drops over HTTP: when one opens, a challenge, a ticket for its solution, and where the ticket stands. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { withViewer } from "../http/access.ts";
import { cacheHeadersOf } from "../http/cache-policy.ts";
import type { App } from "../http/context.ts";
import { problem } from "../http/problem.ts";
import { limitTries } from "../http/rate-limit.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { newChallenge, PAYLOAD_LENGTH_MAX } from "./challenge-flow.ts";
import { DROP_ID, DROP_ID_LENGTH_MAX, type Drop, holderOf, stateOf } from "./drop.ts";
import {
  cookieOptions,
  passCookie,
  secondsUntil,
  TICKET_KEPT_MS,
  ticketCookie,
  VISITOR_COOKIE,
  VISITOR_SECONDS,
} from "./drop-cookies.ts";
import { readDrop } from "./drop-store.ts";
import { readVisitor, signVisitor } from "./pass.ts";
import { askPlace, findOpenDrop, joinDrop, type PlaceAnswer } from "./queue-flow.ts";
import type { Place } from "./queue-keepers.ts";
import { dropTag } from "./save-drop-flow.ts";
import { SIGNED_LENGTH_MAX } from "./signed.ts";

const tags = ["Drops"];
const params = z.object({ id: z.string().max(DROP_ID_LENGTH_MAX).regex(DROP_ID) });
const moment = z.iso.datetime();
const dropShape = z
  .object({
    id: z.string(),
    title: z.string(),
    skus: z.array(z.string()),
    state: z.enum(["announced", "open", "closed", "cancelled"]),
    opensAt: moment,
    closesAt: moment,
  })
  .openapi("Drop");
const challengeShape = z.object({
  visitor: z.string().openapi({ description: "The signed device, which the cookie `visitor` holds too" }),
  challenge: z
    .object({ parameters: z.looseObject({}), signature: z.string() })
    .openapi({ description: "An ALTCHA challenge of version 2, with PBKDF2/SHA-256" }),
});
const PLACE_STATES = ["none", "before", "resting", "waiting", "admitted", "used", "lapsed"] as const;
const placeShape = z
  .object({
    ticket: z.string().openapi({ description: "Send it as `Drop-Ticket`, or keep the cookie" }),
    state: z.enum(PLACE_STATES),
    before: z.int().nullable().openapi({ description: "How many come first; null for a moment after joining" }),
    waitMs: z.int().nullable().openapi({ description: "Expected; null while nobody is let in" }),
    soldOut: z.boolean().openapi({ description: "Every unit is sold or being paid for; some may come back" }),
    until: moment.nullable().openapi({ description: "The end of the pass, or of the rest" }),
    nextAskMs: z.int().openapi({ description: "Ask again after this" }),
    pass: z.string().nullable().openapi({ description: "Once admitted: send it with the checkout, in `passes`" }),
  })
  .openapi("DropPlace");
const ticketHeader = z.object({ "drop-ticket": z.string().max(SIGNED_LENGTH_MAX).exactOptional() });

const read = createRoute({
  method: "get",
  path: "/api/drops/{id}",
  tags,
  summary: "A drop: what it sells, when it opens and closes",
  request: { params },
  responses: {
    200: answers("The drop. `state` may be seconds old; the times are exact", dropShape),
    ...problems({ 404: "drop.unknown", 422: "request.invalid" }),
  },
});

const challenge = createRoute({
  method: "post",
  path: "/api/drops/{id}/challenge",
  tags,
  summary: "Ask for the proof of work that a ticket costs",
  description: "It is for this device, or for the account that is signed in, and for this drop alone.",
  middleware: [limitTries("drop.challenge"), withViewer] as const,
  request: { params },
  responses: {
    200: answers("A challenge, good for ten minutes", challengeShape),
    ...problems({ 404: "drop.unknown", 409: "drop.over", 422: "request.invalid", 429: "request.rate_limited" }),
  },
});

const join = createRoute({
  method: "post",
  path: "/api/drops/{id}/tickets",
  tags,
  summary: "Join the waiting room with a solved challenge",
  description:
    "One ticket an account or device: the same again, and from another device of the account, is that ticket.",
  middleware: [withViewer] as const,
  request: { params, body: jsonBody(z.strictObject({ payload: z.string().min(1).max(PAYLOAD_LENGTH_MAX) })) },
  responses: {
    201: answers("The ticket and where it stands", placeShape),
    ...problems({
      404: "drop.unknown",
      409: "drop.over, drop.challenge_used",
      415: "request.not_json",
      422: "request.invalid, drop.challenge_invalid, drop.challenge_expired",
      503: "drop.room_full",
    }),
  },
});

const place = createRoute({
  method: "get",
  path: "/api/drops/{id}/place",
  tags,
  summary: "Where the ticket stands",
  request: { params, headers: ticketHeader },
  responses: {
    200: answers("Its place; with a pass once admitted", placeShape),
    ...problems({ 403: "drop.ticket_invalid", 404: "drop.unknown", 409: "drop.over", 422: "request.invalid" }),
  },
});

const isHttps = (c: Context<App>) => new URL(c.req.url).protocol === "https:";

/** The device that asks; null for one that is new. */
const visitorOf = (c: Context<App>): string | null =>
  readVisitor(c.var.world.config.authSecret, getCookie(c, VISITOR_COOKIE) ?? "");

/** Staff buy as a device does: what they order is in no account. */
const customerOf = ({ var: { viewer } }: Context<App>): string | null =>
  viewer?.role === "customer" ? viewer.id : null;

export const dropRoutes = newRouter()
  .openapi(read, async (c) => {
    const { world } = c.var;
    const drop = await readDrop(world, c.req.valid("param").id);
    if (!drop || drop.status === "draft") return problem(c, { code: "drop.unknown" });
    return c.json(shownDrop(drop, world.nowMs()), 200, cacheHeadersOf("list", [dropTag(drop.id)]));
  })
  .openapi(challenge, async (c) => {
    const { world } = c.var;
    const found = await findOpenDrop(world, c.req.valid("param").id);
    if (!found.ok) return problem(c, found.problem);
    const visitorId = visitorOf(c) ?? world.newId();
    const visitor = signVisitor(world.config.authSecret, visitorId);
    setCookie(c, VISITOR_COOKIE, visitor, cookieOptions(isHttps(c), VISITOR_SECONDS));
    const work = { dropId: found.value.id, holder: holderOf(visitorId, customerOf(c)) };
    const made = await newChallenge(world, work);
    const parameters = made.parameters as unknown as Record<string, string>;
    return c.json({ visitor, challenge: { parameters, signature: made.signature ?? "" } }, 200);
  })
  .openapi(join, async (c) => {
    const { id } = c.req.valid("param");
    const visitorId = visitorOf(c);
    // Without the device that it was made for, no challenge is this visitor's.
    if (visitorId === null) return problem(c, { code: "drop.challenge_invalid" });
    const holder = holderOf(visitorId, customerOf(c));
    const joined = await joinDrop(c.var.world, id, holder, c.req.valid("json").payload);
    return joined.ok ? c.json(await keepPlace(c, id, joined.value), 201) : problem(c, joined.problem);
  })
  .openapi(place, async (c) => {
    const { id } = c.req.valid("param");
    const ticket = c.req.valid("header")["drop-ticket"] ?? getCookie(c, ticketCookie(id)) ?? "";
    const asked = await askPlace(c.var.world, id, ticket);
    return asked.ok ? c.json(await keepPlace(c, id, asked.value), 200) : problem(c, asked.problem);
  });

function shownDrop(drop: Drop, nowMs: number) {
  const { id, title, skus, opensAtMs, closesAtMs } = drop;
  const state = stateOf(drop, nowMs) as Exclude<ReturnType<typeof stateOf>, "draft">;
  const [opensAt, closesAt] = [new Date(opensAtMs).toISOString(), new Date(closesAtMs).toISOString()];
  return { id, title, skus: [...skus], state, opensAt, closesAt };
}

/** The browser keeps the ticket, and the pass once there is one. */
async function keepPlace(c: Context<App>, dropId: string, { ticket, place: at, pass }: PlaceAnswer) {
  const nowMs = c.var.world.nowMs();
  const drop = await readDrop(c.var.world, dropId);
  const keptMs = (drop?.closesAtMs ?? nowMs) + TICKET_KEPT_MS;
  setCookie(c, ticketCookie(dropId), ticket, cookieOptions(isHttps(c), secondsUntil(keptMs, nowMs)));
  if (pass && "untilMs" in at)
    setCookie(c, passCookie(dropId), pass, cookieOptions(isHttps(c), secondsUntil(at.untilMs, nowMs)));
  return { ticket, pass, ...shownPlace(at) };
}

function shownPlace(at: Place) {
  const { before, waitMs, soldOut } = at.state === "waiting" ? at : { before: null, waitMs: null, soldOut: false };
  const until = "untilMs" in at ? new Date(at.untilMs).toISOString() : null;
  return { state: at.state, before, waitMs, soldOut, until, nextAskMs: at.nextAskMs };
}
