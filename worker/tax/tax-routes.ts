/** Tax for staff: who sells and where the shop collects, and the rates that staff added. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { addTaxRate, saveTaxSettings } from "./save-tax-flow.ts";
import { newRateShape, rateShape, settingsChangeShape } from "./tax-shapes.ts";
import { listAddedRates, readTaxSettings } from "./tax-store.ts";

const tags = ["Staff"];
const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const settingsAnswer = settingsChangeShape.openapi("TaxSettings");
const keptRate = rateShape.extend({ byName: z.string(), atMs: z.int() }).openapi("AddedTaxRate");

const read = createRoute({
  method: "get",
  path: "/api/admin/tax",
  tags,
  summary: "Who sells, where the shop collects, and the rates staff added, in the order they were",
  middleware: [withStaff] as const,
  responses: {
    200: answers("Settings and rates", z.object({ settings: settingsAnswer, rates: z.array(keptRate) })),
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
    200: answers("The settings as they are now", settingsAnswer),
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

export const taxRoutes = newRouter()
  .openapi(read, async (c) => {
    const { accounts } = c.var.world;
    const [settings, rates] = await Promise.all([readTaxSettings(accounts), listAddedRates(accounts)]);
    return c.json({ settings: answerOf(settings), rates: rates.map(({ revision: _revision, ...rate }) => rate) }, 200);
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
