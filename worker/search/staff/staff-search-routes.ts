/** What staff add to the search, and what of it they see before it holds. */
import { createRoute, z } from "@hono/zod-openapi";
import { cardAnswer } from "../../catalog/product-answer.ts";
import { staffOf, withStaff } from "../../http/access.ts";
import { problem } from "../../http/problem.ts";
import { marketQuery } from "../../http/query.ts";
import { answers, jsonBody, newRouter, problems } from "../../http/router.ts";
import { QUERY_LENGTH_MAX } from "../query-text.ts";
import { PREVIEW_MAX, type Previewed, previewSearch } from "./preview-search-flow.ts";
import { removeRule, saveRule } from "./save-search-rule-flow.ts";
import type { SearchRule } from "./search-rule.ts";
import {
  ruleAskShape,
  ruleBodyShape,
  ruleIdShape,
  ruleKindShape,
  ruleScopeShape,
  ruleShape,
} from "./search-rule-shapes.ts";
import { listRules } from "./search-rules-store.ts";

const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const tags = ["Staff"];
const params = z.object({ id: ruleIdShape });
const version = z
  .string()
  .regex(/^\d{1,9}$/, "is not a whole number")
  .transform(Number);

const list = createRoute({
  method: "get",
  path: "/api/admin/search/rules",
  tags,
  summary: "Synonyms, pins or redirects, the newest change first",
  middleware: [withStaff] as const,
  request: { query: z.object({ kind: ruleKindShape, scope: ruleScopeShape.exactOptional() }) },
  responses: {
    200: answers("The newest two hundred", z.object({ items: z.array(ruleShape) })),
    ...problems({ ...access, 422: "request.invalid" }),
  },
});

const save = createRoute({
  method: "put",
  path: "/api/admin/search/rules/{id}",
  tags,
  summary: "Make or change a rule; the same again changes nothing",
  description: "Searches know of it within half a minute; kept pages of results within two minutes at most.",
  middleware: [withStaff] as const,
  request: { params, body: jsonBody(ruleAskShape) },
  responses: {
    200: answers("The rule as it is now", ruleShape),
    ...problems({
      ...access,
      409: "search_rule.changed_meanwhile, search_rule.taken, search_rule.too_many",
      415: "request.not_json",
      422: "request.invalid, search_rule.product_unknown, search_rule.page_unknown",
    }),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/api/admin/search/rules/{id}",
  tags,
  summary: "Delete a rule",
  middleware: [withStaff] as const,
  request: { params, query: z.object({ version }) },
  responses: {
    204: { description: "It is gone" },
    ...problems({
      ...access,
      404: "search_rule.unknown",
      409: "search_rule.changed_meanwhile",
      422: "request.invalid",
    }),
  },
});

const previewed = z.object({
  items: z.array(cardAnswer),
  total: z.int(),
  redirect: z.string().nullable().openapi({ description: "Where the query leads instead of these results" }),
});
const preview = createRoute({
  method: "post",
  path: "/api/admin/search/preview",
  tags,
  summary: "What a search finds now, and what it would find with a rule",
  middleware: [withStaff] as const,
  request: {
    body: jsonBody(
      z.strictObject({
        market: marketQuery,
        q: z.string().trim().min(1).max(QUERY_LENGTH_MAX),
        id: ruleIdShape.openapi({ description: "Of the rule that the draft would change, or of a new one" }),
        draft: ruleBodyShape.nullable().openapi({ description: "Null for what is found without that rule" }),
      }),
    ),
  },
  responses: {
    200: answers(`The first ${PREVIEW_MAX} of each`, z.object({ before: previewed, after: previewed })),
    ...problems({ ...access, 404: "market.unknown", 415: "request.not_json", 422: "request.invalid" }),
  },
});

/** Lists that may be written to, as the API's shapes have them. */
const shown = (rule: SearchRule) => structuredClone(rule) as z.infer<typeof ruleShape>;
const shownItems = ({ items, ...rest }: Previewed) => ({ ...rest, items: [...items] });

export const staffSearchRoutes = newRouter()
  .openapi(list, async (c) => {
    const rules = await listRules(c.var.world.catalog, c.req.valid("query"));
    return c.json({ items: rules.map(shown) }, 200);
  })
  .openapi(save, async (c) => {
    const ask = { ...c.req.valid("json"), id: c.req.valid("param").id };
    const saved = await saveRule(c.var.world, ask, staffOf(c));
    return saved.ok ? c.json(shown(saved.value), 200) : problem(c, saved.problem);
  })
  .openapi(remove, async (c) => {
    const rule = { id: c.req.valid("param").id, version: c.req.valid("query").version };
    const removed = await removeRule(c.var.world, rule, staffOf(c));
    return removed.ok ? c.body(null, 204) : problem(c, removed.problem);
  })
  .openapi(preview, async (c) => {
    const { market: marketId, ...ask } = c.req.valid("json");
    const market = (await c.var.world.markets()).find(marketId);
    if (!market) return problem(c, { code: "market.unknown" });
    const { before, after } = await previewSearch(c.var.world, market, ask);
    return c.json({ before: shownItems(before), after: shownItems(after) }, 200);
  });
