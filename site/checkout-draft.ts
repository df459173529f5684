/**
 * The details of a purchase that is not paid yet, kept sealed in the shopper's own browser: so the review has an address
 * one can come back to, and nothing is typed twice. Sent to one market's checkout alone, and gone within the hour.
 */
import { z } from "@hono/zod-openapi";
import type { AstroGlobal } from "astro";
import type { Viewer } from "../worker/customers/viewer.ts";
import type { MarketId } from "../worker/markets/markets.ts";
import type { Details } from "./forms/checkout-form.ts";
import { pathsOf } from "./paths.ts";
import { openSeal, seal } from "./seal.ts";

const DRAFT_SECONDS = 3_600;
/** Browsers refuse cookies from 4,096 on. Details longer than this are answered without being kept. */
const DRAFT_LENGTH_MAX = 2_000;

const text = z.string();
const address = z.object({
  name: text,
  line1: text,
  line2: text,
  district: text.exactOptional(),
  city: text,
  region: text,
  postalCode: text,
  country: text,
  phone: text.exactOptional(),
});
const business = z.object({ company: text, vatNumber: text }).default({ company: "", vatNumber: "" });
const details = z.object({ email: text, address, shippingMethodId: text, saveAddress: z.boolean(), business });
/** `customerId` is whose details they are; null is whoever holds the browser. */
const draft = z.object({ customerId: text.nullable(), details });

const cookieOf = (market: MarketId) => `checkout-draft-${market}`;
const sealFor = ({ locals: { world, market } }: AstroGlobal) => ({
  secret: world.config.authSecret,
  purpose: cookieOf(market.id),
});

/** Answers whether they are kept. Where they are too long for a cookie, an earlier draft is dropped. */
export async function keepDraft(astro: AstroGlobal, viewer: Viewer | null, details: Details): Promise<boolean> {
  const { world, market, paths } = astro.locals;
  const kept: z.infer<typeof draft> = { customerId: viewer?.id ?? null, details };
  const sealed = await seal(sealFor(astro), JSON.stringify(kept), world.nowMs() + DRAFT_SECONDS * 1_000);
  if (sealed.length > DRAFT_LENGTH_MAX) {
    dropDraft(astro);
    return false;
  }
  astro.cookies.set(cookieOf(market.id), sealed, {
    path: paths.checkout,
    httpOnly: true,
    sameSite: "lax",
    secure: astro.url.protocol === "https:",
    maxAge: DRAFT_SECONDS,
  });
  return true;
}

/** Null when there is none, or it is changed, over, another market's or another customer's. */
export async function readDraft(astro: AstroGlobal, viewer: Viewer | null): Promise<Details | null> {
  const { world, market } = astro.locals;
  const sealed = astro.cookies.get(cookieOf(market.id))?.value ?? "";
  if (sealed === "" || sealed.length > DRAFT_LENGTH_MAX) return null;
  const opened = await openSeal(sealFor(astro), sealed, world.nowMs());
  if (opened === null) return null;
  // Sealed by this store, though maybe by an earlier build of it.
  const kept = draft.safeParse(JSON.parse(opened));
  if (!kept.success) return null;
  const { customerId, details } = kept.data;
  return customerId === null || customerId === viewer?.id ? details : null;
}

export const dropDraft = (astro: AstroGlobal): void => dropIn(astro, astro.locals.market.id);

/** Whoever sits here next is not to read where the last one lives. */
export const dropEveryDraft = (astro: AstroGlobal): void => {
  for (const { id } of astro.locals.markets.all) dropIn(astro, id);
};

const dropIn = ({ cookies }: AstroGlobal, market: MarketId): void =>
  cookies.delete(cookieOf(market), { path: pathsOf(market).checkout });
