/**
 * Which products fit a collection's rule, as a condition of a statement: the same one finds all that fit when the rule
 * changes, and asks about one product when that changes, so neither can disagree with the other.
 */
import { type SQL, sql } from "drizzle-orm";
import { DIGITS_KEPT, UNIT_FACTORS } from "../attributes/units.ts";
import type { CollectionRule, Condition } from "./collection.ts";

/** For a statement that names `products` as `p`. Six parameters a condition at most. */
export function fits({ match, conditions }: CollectionRule, nowMs: number): SQL {
  if (conditions.length === 0) return sql`false`;
  const parts = conditions.map((condition) => sql`(${meets(condition, nowMs)})`);
  return sql.join(parts, match === "all" ? sql` AND ` : sql` OR `);
}

const oneOf = (values: readonly unknown[]): SQL => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
const within = (value: SQL, from: number | null, to: number | null): SQL =>
  sql.join(
    [sql`true`, ...(from === null ? [] : [sql`${value} >= ${from}`]), ...(to === null ? [] : [sql`${value} <= ${to}`])],
    sql` AND `,
  );
const DAY_MS = 86_400_000;

function meets(condition: Condition, nowMs: number): SQL {
  switch (condition.field) {
    case "brand":
      return sql`p.brand_id IN ${oneOf(condition.is)}`;
    case "type":
      return sql`p.product_type IN ${oneOf(condition.is)}`;
    case "tag":
      return sql`EXISTS (SELECT 1 FROM json_each(p.tags) t WHERE t.value IN ${oneOf(condition.has)})`;
    case "category":
      return sql`EXISTS (SELECT 1 FROM product_categories pc
        WHERE pc.product_id = p.id AND pc.category_id IN ${oneOf(condition.in)})`;
    case "price":
      return sql`EXISTS (SELECT 1 FROM product_prices pp WHERE pp.product_id = p.id
        AND pp.list_id = ${condition.currency} AND ${within(sql`pp.from_minor`, condition.fromMinor, condition.toMinor)})`;
    case "attribute":
      return sql`EXISTS (SELECT 1 FROM json_each(p.attributes) a
        WHERE json_extract(a.value, '$.key') = ${condition.key} AND ${saidBy(condition)})`;
    case "created":
      return "withinDays" in condition
        ? sql`p.created_at_ms > ${nowMs - condition.withinDays * DAY_MS}`
        : within(sql`p.created_at_ms`, condition.fromMs, condition.toMs);
  }
}

type AttributeCondition = Extract<Condition, { field: "attribute" }>;
const FACTORS = sql.raw(`'${JSON.stringify(UNIT_FACTORS)}'`);
/**
 * The number of an attribute `a` of `key`, in the unit that staff say of that key (of several types' the first type's), as the
 * index has it; as it is where that says no unit, or one of another kind.
 */
const numberIn = (key: string): SQL => sql`COALESCE((
  SELECT CAST(printf(${sql.raw(`'%.${DIGITS_KEPT}g'`)}, json_extract(a.value, '$.value') * (f.value ->> 1) / (u.value ->> 1)) AS REAL)
  FROM attribute_definitions d, json_each(${FACTORS}) f, json_each(${FACTORS}) u
  WHERE d.key = ${key} AND NOT d.archived AND d.unit <> json_extract(a.value, '$.unit')
    AND u.key = d.unit AND f.key = json_extract(a.value, '$.unit') AND f.value ->> 0 = u.value ->> 0
  ORDER BY d.product_type LIMIT 1), json_extract(a.value, '$.value'))`;

/** A number is compared in the unit that is said of its key. */
const saidBy = (condition: AttributeCondition): SQL =>
  "is" in condition
    ? sql`json_extract(a.value, '$.value') IN ${oneOf(condition.is)}`
    : sql`json_extract(a.value, '$.kind') = 'number'
        AND ${within(numberIn(condition.key), condition.from, condition.to)}`;

/** When a product that fits now ends to, by the clock alone; null where it never does. */
export function fitsUntil({ match, conditions }: CollectionRule): SQL {
  const days = conditions.flatMap((each) => ("withinDays" in each ? [each.withinDays] : []));
  // Under `any`, another condition may go on to hold: it is asked about again then.
  const soonest = days.length === 0 ? null : match === "all" ? Math.min(...days) : Math.max(...days);
  return soonest === null ? sql`NULL` : sql`p.created_at_ms + ${soonest * DAY_MS}`;
}
