/** Tax for staff: who sells and where the shop collects, and the rates that staff added. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { RATES_TOLD_MAX, ratesInForce } from "./rates-in-force.ts";
import { addTaxRate, saveTaxSettings } from "./save-tax-flow.ts";
import { SHIPPED_RATES } from "./shipped-rates.ts";
import { TAX_CLASSES } from "./tax-class.ts";
import { dayIn } from "./tax-date.ts";
import { TAX_KINDS } from "./tax-rate.ts";
import { dayShape, newRateShape, rateShape, settingsChangeShape, settingsShape } from "./tax-shapes.ts";
import { listAddedRates, readTaxFacts, readTaxSettings } from "./tax-store.ts";
import { UNION_LIMIT_MINOR } from "./union/union-sale.ts";
import { readUnionStanding } from "./union/union-threshold-flow.ts";

const tags = ["Staff"];
const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const keptRate = rateShape.extend({ byName: z.string(), atMs: z.int() }).openapi("AddedTaxRate");

const rateInForce = z
  .object({
    country: z.string(),
    region: z.string(),
    kind: z.enum(TAX_KINDS),
    taxClass: z.enum(TAX_CLASSES),
    per100k: z.int().openapi({ description: "Parts of 100,000" }),
    fromDate: z.string(),
    until: z.string().nullable().openapi({ description: "The last day, where a later rate is known" }),
    isAdded: z.boolean().openapi({ description: "Staff added it" }),
  })
  .openapi("TaxRateInForce");
const cents = (description: string) => z.int().openapi({ description });
const unionAnswer = z
  .object({
    home: z.string(),
    limitMinor: cents("In euro cents, as all amounts here"),
    isPast: z
      .boolean()
      .openapi({ description: "This year or last: orders are then taxed where they arrive, where `oss` is `counted`" }),
    unrated: z
      .int()
      .openapi({ description: "Orders and refunds in no sum, since no rate of their currency was known" }),
    years: z
      .array(
        z.object({
          year: z.int(),
          soldMinor: cents("Without tax"),
          backMinor: cents("Given back of what was sold in the year"),
          sumMinor: cents("What is left"),
          exceededOn: z.string().nullable().openapi({ description: "`YYYY-MM-DD`, in the seller's time zone" }),
        }),
      )
      .openapi({ description: "This one and the last" }),
  })
  .openapi("UnionThreshold");
const taxAnswer = z.object({
  settings: settingsShape,
  rates: z.array(keptRate),
  union: unionAnswer.nullable().openapi({
    description:
      "Sales to consumers in other EU countries against the threshold; null where the shop sells from outside",
  }),
});

const read = createRoute({
  method: "get",
  path: "/api/admin/tax",
  tags,
  summary:
    "Who sells, where the shop collects, what is counted in the EU, and the rates staff added, in the order they were",
  middleware: [withStaff] as const,
  responses: {
    200: answers("Settings and rates", taxAnswer),
    ...problems(access),
  },
});

const save = createRoute({
  method: "put",
  path: "/api/admin/tax/settings",
  tags,
  summary: "Say who sells and where the shop collects",
  middleware: [withStaff] as const,
  request: { body: jsonBody(settingsChangeShape) },
  responses: {
    200: answers("The settings as they are now", settingsShape),
    ...problems({ ...access, 409: "tax.changed_meanwhile", 415: "request.not_json", 422: "request.invalid" }),
  },
});

const add = createRoute({
  method: "post",
  path: "/api/admin/tax/rates",
  tags,
  summary: "Add a rate from a day on",
  description:
    "It stands over one of the same day. Orders go by the rate of their own day, so none is changed. Bears repeating.",
  middleware: [withStaff] as const,
  request: { body: jsonBody(newRateShape) },
  responses: {
    201: answers("The rate", rateShape),
    ...problems({
      ...access,
      409: "tax.kind_new, tax.kind_mixed (each with `kinds`: the taxes of the place), tax.too_many_rates, tax.changed_meanwhile",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});

const inForce = createRoute({
  method: "get",
  path: "/api/admin/tax/rates",
  tags,
  summary: "The rates that count on a day: those the store came with and those staff added",
  description: "A class without a row of its own bears the standard rate.",
  middleware: [withStaff] as const,
  request: {
    query: z.object({
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, "is no country")
        .exactOptional(),
      taxClass: z.enum(TAX_CLASSES).exactOptional(),
      day: dayShape.exactOptional().openapi({ description: "Left out: today in the seller's time zone" }),
    }),
  },
  responses: {
    200: answers(
      "By place, tax and class",
      z.object({
        items: z.array(rateInForce),
        isWhole: z.boolean().openapi({ description: `False where more than ${RATES_TOLD_MAX} fit: ask for a country` }),
      }),
    ),
    ...problems({ ...access, 422: "request.invalid" }),
  },
});

export const taxRoutes = newRouter()
  .openapi(inForce, async (c) => {
    const { world } = c.var;
    const { settings, table } = await readTaxFacts(world);
    const ask = { day: dayIn(settings.seller.timeZone, world.nowMs()), ...c.req.valid("query") };
    const { rates, isWhole } = ratesInForce(table, SHIPPED_RATES, ask);
    return c.json({ items: rates, isWhole }, 200);
  })
  .openapi(read, async (c) => {
    const { accounts } = c.var.world;
    const [settings, added] = await Promise.all([readTaxSettings(accounts), listAddedRates(accounts)]);
    const standing = await readUnionStanding(c.var.world, settings);
    const rates = added.map(({ revision: _revision, ...rate }) => rate);
    const union = standing && { ...standing, years: [...standing.years], limitMinor: UNION_LIMIT_MINOR };
    return c.json({ settings: answerOf(settings), rates, union }, 200);
  })
  .openapi(save, async (c) => {
    const saved = await saveTaxSettings(c.var.world, c.req.valid("json"), staffOf(c));
    return saved.ok ? c.json(answerOf(saved.value), 200) : problem(c, saved.problem);
  })
  .openapi(add, async (c) => {
    const { isNew, ...rate } = c.req.valid("json");
    const added = await addTaxRate(c.var.world, { ...rate, isNew }, staffOf(c));
    return added.ok ? c.json(rate, 201) : problem(c, added.problem);
  });

type Settings = Awaited<ReturnType<typeof readTaxSettings>>;
const answerOf = ({ collectsIn, usStates, providerIn, ...rest }: Settings) => ({
  ...rest,
  collectsIn: collectsIn && [...collectsIn],
  usStates: usStates && [...usStates],
  providerIn: [...providerIn],
});
