/** The shape that attribute definitions come in: over HTTP, from the dashboard's form, and of an export. */
import { z } from "@hono/zod-openapi";
import { marketIdShape } from "../../markets/market-id-shape.ts";
import { ATTRIBUTE_KEY_LENGTH_MAX, line, perLanguage } from "../product-shapes.ts";

const LABEL_LENGTH_MAX = 80;
const UNIT_LENGTH_MAX = 20;
export const TYPE_LENGTH_MAX = 120;
/** What a definition is named by in a body. */
export const attributeName = {
  productType: z
    .string()
    .trim()
    .max(TYPE_LENGTH_MAX)
    .openapi({ description: "Such as `laptops`; empty for every type" }),
  key: line(ATTRIBUTE_KEY_LENGTH_MAX),
};

/** `attributeIdOf`, in which each sign of a type may be three. */
const ID_LENGTH_MAX = 3 * TYPE_LENGTH_MAX + 1 + ATTRIBUTE_KEY_LENGTH_MAX;
export const attributeIdShape = z.string().min(2).max(ID_LENGTH_MAX).openapi({
  description: "`id` of the list: the type, a slash, the key; in an address the slash is written `%2F`",
});

/** The body of `PUT /api/admin/attributes`; the dashboard's form is held to it too. */
export const attributeDefinitionShape = z
  .strictObject({
    ...attributeName,
    version: z.int().min(0).openapi({ description: "The version that was read; 0 makes a new one" }),
    kind: z.enum(["text", "number", "boolean"]),
    unit: line(UNIT_LENGTH_MAX).nullable().default(null),
    shownUnits: z
      .record(marketIdShape, line(UNIT_LENGTH_MAX))
      .default({})
      .openapi({ description: "Units that some markets are shown it in; values are converted" }),
    labels: perLanguage(line(LABEL_LENGTH_MAX)).default({}),
    facetable: z
      .boolean()
      .default(true)
      .openapi({ description: "Shoppers may filter by it, where that helps to choose" }),
    required: z.boolean().default(false).openapi({ description: "No product of the type is published without it" }),
    position: z.int().min(0).max(10_000).default(0),
    archived: z
      .boolean()
      .exactOptional()
      .openapi({ description: "It holds nothing any more, what products say stays; left out, it stays as it is" }),
  })
  .openapi("AttributeDefinition");
