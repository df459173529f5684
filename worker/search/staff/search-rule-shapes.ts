/** What staff send of a rule of the search, whether a program does or the dashboard's form. */
import { z } from "@hono/zod-openapi";
import { marketIdShape } from "../../markets/market-id-shape.ts";
import { LANGUAGES } from "../../markets/markets.ts";
import { queryOf } from "../query-text.ts";
import {
  PINS_MAX,
  queryKey,
  RULE_KINDS,
  RULE_PATH_LENGTH_MAX,
  RULE_QUERY_LENGTH_MAX,
  SYNONYM_LENGTH_MAX,
  SYNONYM_WORDS_MAX,
} from "./search-rule.ts";

const PRODUCT_ID_LENGTH_MAX = 100;
const ID = /^[\w-]{8,64}$/;

export const ruleIdShape = z.string().regex(ID, "is no id: 8 to 64 letters, digits, - or _");
export const ruleKindShape = z.enum(RULE_KINDS);
/** A language, a market's path, or `any`. */
export const ruleScopeShape = marketIdShape;

/** Text as a search reads it, with a letter or digit in it. */
const searched = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => {
      const read = queryOf(text);
      return read.ok ? read.value : "";
    })
    .refine((text) => queryKey(text) !== "", "has no letters or digits");
const different = <Item>(items: readonly Item[]) => new Set(items).size === items.length;
const words = z
  .array(searched(SYNONYM_LENGTH_MAX))
  .min(1)
  .max(SYNONYM_WORDS_MAX)
  .refine((list) => different(list.map(queryKey)), "says the same twice");

const bodies = [
  z.strictObject({
    kind: z.literal("synonym"),
    scope: z.enum(LANGUAGES),
    words: words.openapi({ description: "A search for any of these …" }),
    to: words.openapi({ description: "… finds these as well" }),
    bothWays: z.boolean().openapi({ description: "And the other way round" }),
  }),
  z.strictObject({
    kind: z.literal("pin"),
    scope: marketIdShape.openapi({ description: "A market's path, or `any`" }),
    query: searched(RULE_QUERY_LENGTH_MAX),
    productIds: z
      .array(z.string().min(1).max(PRODUCT_ID_LENGTH_MAX))
      .min(1)
      .max(PINS_MAX)
      .refine(different, "names a product twice")
      .openapi({ description: "In the order they are shown, before all others" }),
  }),
  z.strictObject({
    kind: z.literal("redirect"),
    scope: marketIdShape.openapi({ description: "A market's path, or `any`" }),
    query: searched(RULE_QUERY_LENGTH_MAX),
    path: z.string().min(1).max(RULE_PATH_LENGTH_MAX).openapi({ example: "/categories/laptops" }),
  }),
] as const;
const version = z.int().min(0).openapi({ description: "The version that was read; 0 for a new rule" });

/** What a preview tries. */
export const ruleBodyShape = z.discriminatedUnion("kind", bodies);
export const ruleAskShape = z.discriminatedUnion("kind", [
  bodies[0].extend({ version }),
  bodies[1].extend({ version }),
  bodies[2].extend({ version }),
]);
const kept = { id: z.string(), version: z.int(), updatedAtMs: z.int() };
export const ruleShape = z
  .discriminatedUnion("kind", [bodies[0].extend(kept), bodies[1].extend(kept), bodies[2].extend(kept)])
  .openapi("SearchRule");
