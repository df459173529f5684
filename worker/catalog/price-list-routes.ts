/** Price lists and exchange rates, for staff: read, made, changed, tried out, and what the bank last said. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { currencyShape } from "../pricing/currency-shape.ts";
import {
  FOLLOW_BP_MAX,
  LIST_NAME_LENGTH_MAX,
  PRICE_LIST_ID,
  PRICE_LISTS_MAX,
  RATE_SOURCES,
} from "../pricing/price-list.ts";
import { ratesInForce, readRates } from "../pricing/rates/rate-store.ts";
import { MARGIN_BP_MAX, MARGIN_BP_MIN, STEP_MINOR_MAX } from "../pricing/rounding.ts";
import { followRates } from "./follow-rates-flow.ts";
import { listPriceLists } from "./price-list-store.ts";
import { samplePrices } from "./price-sample-store.ts";
import { line } from "./product-shapes.ts";
import { planPriceList, savePriceList } from "./save-price-list-flow.ts";
import { REASON_LENGTH_MAX, setOverride } from "./set-rate-flow.ts";

const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const listId = z.string().regex(PRICE_LIST_ID, "is 2 to 32 capital letters, digits and hyphens, a letter first");
const currency = currencyShape;
const rateText = z.string().max(20);
const bp = (min: number, max: number) => z.int().min(min).max(max);
const rounding = z
  .strictObject({ stepMinor: z.int().min(1).max(STEP_MINOR_MAX), belowMinor: z.int().min(0).max(STEP_MINOR_MAX) })
  .openapi({ description: 'Prices are whole steps less `belowMinor`: 100 and 1 is ".99"' });
const terms = {
  baseId: listId,
  marginBp: bp(MARGIN_BP_MIN, MARGIN_BP_MAX).openapi({ description: "In ten-thousandths of the price" }),
  rounding,
  followBp: bp(0, FOLLOW_BP_MAX)
    .nullable()
    .openapi({ description: "A rate of the day is taken when it moved further than this; null: never" }),
};
export const priceListShape = z
  .strictObject({
    version: z.int().min(0).openapi({ description: "The version that was read; 0 makes a new list" }),
    name: line(LIST_NAME_LENGTH_MAX),
    currency,
    derivation: z
      .strictObject({ ...terms, rate: rateText.nullable().openapi({ description: "Null: the rate of the day" }) })
      .nullable()
      .default(null),
  })
  .openapi("PriceListChange");
const listAnswer = z
  .object({
    ...{ id: z.string(), name: z.string(), currency, version: z.int(), updatedAtMs: z.int() },
    derivation: z
      .object({ ...terms, rate: z.string(), rateDate: z.string(), rateSource: z.enum(RATE_SOURCES) })
      .nullable(),
    work: z
      .object({ afterId: z.string().nullable(), done: z.int() })
      .openapi({ description: "While its prices are made anew: how many products have them. `afterId` null: all do" }),
  })
  .openapi("PriceList");
const sampleAnswer = z.object({
  ...{ sku: z.string(), title: z.string(), baseMinor: z.int(), nowMinor: z.int().nullable() },
  ...{ thenMinor: z.int().nullable(), byHand: z.boolean() },
});
const overrideAnswer = z.object({
  ...{ currency, rate: z.string(), reason: z.string(), byName: z.string(), fromMs: z.int(), untilMs: z.int() },
});
const ratesAnswer = z
  .object({
    bank: z.object({ date: z.string(), rates: z.record(z.string(), z.string()) }).nullable(),
    overrides: z.array(overrideAnswer).readonly(),
    inForce: z.record(z.string(), z.object({ rate: z.string(), source: z.enum(["bank", "staff"]) })),
    ask: z
      .object({
        ...{ askedAtMs: z.int(), believedAtMs: z.int().nullable(), failedAtMs: z.int().nullable() },
        failure: z.looseObject({ code: z.string() }).nullable(),
      })
      .nullable(),
  })
  .openapi("ExchangeRates");

const staff = { tags: ["Staff"], middleware: withStaff };
const byId = z.object({ id: listId });
const lists = createRoute({
  ...{ method: "get", path: "/api/admin/price-lists", ...staff },
  summary: "Price lists: those of their own prices first",
  responses: {
    200: answers("All of them", z.object({ items: z.array(listAnswer).max(PRICE_LISTS_MAX) })),
    ...problems(access),
  },
});
const savingProblems = {
  ...access,
  409: "price_list.changed_meanwhile, price_list.no_rate",
  415: "request.not_json",
  422: "request.invalid",
} as const;
const save = createRoute({
  ...{ method: "put", path: "/api/admin/price-lists/{id}", ...staff },
  summary: "Make or change a price list",
  description: "Its prices are made anew by the queue; `work` tells how far that is.",
  request: { params: byId, body: jsonBody(priceListShape) },
  responses: {
    200: answers("As it is kept", listAnswer),
    ...problems({ ...savingProblems, 404: "price_list.unknown" }),
  },
});
const preview = createRoute({
  ...{ method: "post", path: "/api/admin/price-lists/{id}/preview", ...staff },
  summary: "What a price list would make of ten products; nothing is saved",
  request: { params: byId, body: jsonBody(priceListShape) },
  responses: {
    200: answers("The best placed products", z.object({ items: z.array(sampleAnswer) })),
    ...problems({ ...savingProblems, 404: "price_list.unknown" }),
  },
});
const rates = createRoute({
  ...{ method: "get", path: "/api/admin/exchange-rates", ...staff },
  summary: "Exchange rates for one euro, where they are from, and how the last asking went",
  responses: { 200: answers("The rates", ratesAnswer), ...problems(access) },
});
const override = createRoute({
  ...{ method: "put", path: "/api/admin/exchange-rates/{currency}", ...staff },
  summary: "Set a rate in place of the bank's for a time",
  description: "Ends at `untilMs`; the present moment ends one that is set.",
  request: {
    params: z.object({ currency }),
    body: jsonBody(z.strictObject({ rate: rateText, reason: z.string().max(REASON_LENGTH_MAX), untilMs: z.int() })),
  },
  responses: {
    200: answers("As it is kept", overrideAnswer),
    ...problems({ ...access, 415: "request.not_json", 422: "request.invalid" }),
  },
});
const ends = z.object({ end: z.enum(["off", "not_due", "believed", "refused", "taken"]) });
const askBank = createRoute({
  ...{ method: "post", path: "/api/admin/exchange-rates/ask", ...staff },
  summary: "Ask the bank for rates now",
  responses: { 200: answers("How it ended", ends), ...problems(access) },
});

export const priceListRoutes = newRouter()
  .openapi(lists, async (c) => c.json({ items: await listPriceLists(c.var.world.catalog) }, 200))
  .openapi(save, async (c) => {
    const saved = await savePriceList(c.var.world, c.req.valid("param").id, c.req.valid("json"), staffOf(c));
    if (!saved.ok) return problem(c, saved.problem);
    return c.json(saved.value, 200);
  })
  .openapi(preview, async (c) => {
    const planned = await planPriceList(c.var.world, c.req.valid("param").id, c.req.valid("json"));
    if (!planned.ok) return problem(c, planned.problem);
    const { list, ratio } = planned.value;
    return c.json({ items: ratio ? await samplePrices(c.var.world.catalog, list, ratio) : [] }, 200);
  })
  .openapi(rates, async (c) => {
    const kept = await readRates(c.var.world.catalog, c.var.world.nowMs());
    return c.json({ ...kept, inForce: Object.fromEntries(ratesInForce(kept)) }, 200);
  })
  .openapi(override, async (c) => {
    const ask = { ...c.req.valid("param"), ...c.req.valid("json") };
    const set = await setOverride(c.var.world, ask, staffOf(c));
    if (!set.ok) return problem(c, set.problem);
    return c.json(set.value, 200);
  })
  .openapi(askBank, async (c) => c.json({ end: await followRates(c.var.world, true) }, 200));
