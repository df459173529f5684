/** Attribute definitions, for staff: what may be said of products of a type. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../../http/access.ts";
import { problem } from "../../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../../http/router.ts";
import { unknownMarkets } from "../../markets/unknown-markets.ts";
import { attributeIdOf } from "./attribute-definition.ts";
import { attributeDefinitionShape, attributeIdShape, TYPE_LENGTH_MAX } from "./attribute-shape.ts";
import { type KeptDefinition, listDefinitions } from "./attribute-store.ts";
import { saveAttribute } from "./save-attribute-flow.ts";

const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const definitionAnswer = attributeDefinitionShape
  .extend({ id: attributeIdShape, archived: z.boolean() })
  .openapi("AttributeDefinitionKept");
const list = createRoute({
  method: "get",
  path: "/api/admin/attributes",
  tags: ["Staff"],
  summary: "Attribute definitions, by type, in the order of the specification table; archived ones too",
  middleware: [withStaff] as const,
  request: { query: z.object({ productType: z.string().max(TYPE_LENGTH_MAX).exactOptional() }) },
  responses: {
    200: answers("All of them, or of one type", z.object({ items: z.array(definitionAnswer) })),
    ...problems({ ...access, 422: "request.invalid" }),
  },
});

const save = createRoute({
  method: "put",
  path: "/api/admin/attributes",
  tags: ["Staff"],
  summary: "Makes or changes a definition; the same again changes nothing",
  middleware: [withStaff] as const,
  request: { body: jsonBody(attributeDefinitionShape) },
  responses: {
    200: answers(
      "The definition",
      z.object({
        definition: definitionAnswer,
        otherwise: z
          .array(z.string())
          .openapi({ description: "Some products, of those that changed last, that say something of another kind" }),
      }),
    ),
    ...problems({
      ...access,
      409: "attribute.changed_meanwhile, attribute.too_many",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});

const answerOf = (definition: KeptDefinition) =>
  ({ id: attributeIdOf(definition), ...definition }) as z.output<typeof definitionAnswer>;

export const attributeRoutes = newRouter()
  .openapi(list, async (c) => {
    const { productType } = c.req.valid("query");
    const items = await listDefinitions(c.var.world.catalog, productType === undefined ? null : [productType]);
    return c.json({ items: items.map(answerOf) }, 200);
  })
  .openapi(save, async (c) => {
    const named = Object.keys(c.req.valid("json").shownUnits).map((id) => [`shownUnits.${id}`, id]);
    const at = unknownMarkets(await c.var.world.markets(), Object.fromEntries(named));
    if (at.length > 0) return problem(c, { code: "request.invalid", at });
    const saved = await saveAttribute(c.var.world, c.req.valid("json"), staffOf(c));
    if (!saved.ok) return problem(c, saved.problem);
    const { definition, otherwise } = saved.value;
    return c.json({ definition: answerOf(definition), otherwise: [...otherwise] }, 200);
  });
