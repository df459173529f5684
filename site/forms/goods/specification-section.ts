/** What is known of a product, fact by fact: a key, and a text, a number with its unit, or yes or no. Pure. */
import type { AttributeDefinition } from "../../../worker/catalog/attributes/attribute-definition.ts";
import type { Attribute } from "../../../worker/catalog/product.ts";
import {
  ATTRIBUTE_KEY_LENGTH_MAX,
  ATTRIBUTE_VALUE_LENGTH_MAX,
  ATTRIBUTES_MAX,
} from "../../../worker/catalog/product-shapes.ts";
import type { Fault, Sent } from "../admin-fields.ts";
import type { Draft, Goods, Section, Shown } from "./section.ts";

export const KINDS = ["text", "number", "boolean"] as const;
/** Empty rows below those there are. */
const ROWS_MORE = 3;

/** The names of a row's fields. */
export const rowFields = (row: number) =>
  ({
    key: `attributes.${row}.key`,
    kind: `attributes.${row}.kind`,
    value: `attributes.${row}.value`,
    unit: `attributes.${row}.unit`,
  }) as const;
export const YES = "yes";
export const NO = "no";

/** As many as were sent, or as the product has, and some more to fill in. */
export const rowsShown = (goods: Goods, sent: Sent, missing: number): number =>
  Math.min(ATTRIBUTES_MAX, Math.max(goods.attributes.length, rowsSent(sent)) + missing + ROWS_MORE);

/** What is defined of its type and neither said nor in the form: rows of it wait for a value. */
export const missingOf = (definitions: readonly AttributeDefinition[], sent: Sent): AttributeDefinition[] => {
  const said = new Set(Array.from({ length: rowsSent(sent) }, (_, row) => sent(rowFields(row).key).trim()));
  return definitions.filter(({ key }) => !said.has(key));
};

/** Up to the last row with a name. */
export function rowsSent(sent: Sent): number {
  for (let row = ATTRIBUTES_MAX; row > 0; row -= 1) if (sent(rowFields(row - 1).key).trim() !== "") return row;
  return 0;
}

const shownValue = (attribute: Attribute): string => {
  if (attribute.kind === "boolean") return attribute.value ? YES : NO;
  return String(attribute.value);
};

export const SPECIFICATION: Section = {
  part: "specification",
  shown: ({ attributes }) =>
    Object.fromEntries(
      attributes.flatMap((attribute, row): [string, string][] => {
        const fields = rowFields(row);
        return [
          [fields.key, attribute.key],
          [fields.kind, attribute.kind],
          [fields.value, shownValue(attribute)],
          [fields.unit, attribute.kind === "number" ? (attribute.unit ?? "") : ""],
        ];
      }),
    ) satisfies Shown,
  draft(goods, sent): Draft {
    const faults: Record<string, Fault> = {};
    const seen = new Map<string, Attribute[]>();
    const attributes = Array.from({ length: rowsSent(sent) }, (_, row) => row).flatMap((row) => {
      const fields = rowFields(row);
      const key = sent(fields.key).trim();
      const isEmpty = sent(fields.value).trim() === "";
      if (key === "" && !isEmpty) faults[fields.key] = { key: "goods.fault.attributeKey" };
      if (key === "" || isEmpty) return [];
      if (key.length > ATTRIBUTE_KEY_LENGTH_MAX)
        faults[fields.key] = { key: "admin.fault.tooLong", values: { max: ATTRIBUTE_KEY_LENGTH_MAX } };
      const attribute = attributeOf(key, row, sent);
      if (!attribute) faults[fields.value] = VALUE_FAULTS[kindOf(sent(fields.kind))];
      const same = seen.get(key) ?? [];
      if (attribute && !mayStandBeside(same, attribute)) faults[fields.key] = { key: "goods.fault.attributeTwice" };
      if (attribute) seen.set(key, [...same, attribute]);
      return attribute ? [attribute] : [];
    });
    const isSame = JSON.stringify(attributes) === JSON.stringify(goods.attributes.map(plain));
    return { changes: isSame ? {} : { attributes }, faults };
  },
  faultAt(path, _goods, sent) {
    const [, index, part] = /^attributes\.(\d+)(?:\.(\w+))?$/.exec(path) ?? [];
    // Rows without a value are not sent on.
    const rows = [...Array(rowsSent(sent)).keys()].map((row) => rowFields(row));
    const fields = rows.filter(({ key, value }) => sent(key).trim() !== "" && sent(value).trim() !== "")[Number(index)];
    if (!fields) return null;
    if (part === undefined) return [fields.value, { key: "goods.fault.defined" }];
    return [part === "key" || part === "unit" ? fields[part] : fields.value, VALUE_FAULTS.text];
  },
};

/** Of a text there may be several values, each once. */
const mayStandBeside = (same: readonly Attribute[], { kind, value }: Attribute): boolean =>
  same.every((each) => kind === "text" && each.kind === "text" && each.value !== value);

const VALUE_FAULTS: Readonly<Record<(typeof KINDS)[number], Fault>> = {
  text: { key: "admin.fault.tooLong", values: { max: ATTRIBUTE_VALUE_LENGTH_MAX } },
  number: { key: "goods.fault.number" },
  boolean: { key: "goods.fault.yesOrNo" },
};
const kindOf = (text: string) => KINDS.find((each) => each === text) ?? "text";

/** Parts in one order, so that equal ones are written alike. */
const plain = (attribute: Attribute): Attribute =>
  attribute.kind === "number"
    ? numberOf(attribute.key, attribute.value, attribute.unit ?? "")
    : ({ key: attribute.key, kind: attribute.kind, value: attribute.value } as Attribute);
const numberOf = (key: string, value: number, unit: string): Attribute =>
  unit === "" ? { key, kind: "number", value } : { key, kind: "number", value, unit };

/** Null where the value is none of its kind. */
function attributeOf(key: string, row: number, sent: Sent): Attribute | null {
  const fields = rowFields(row);
  const value = sent(fields.value).trim();
  const kind = kindOf(sent(fields.kind));
  if (kind === "text") return value !== "" && value.length <= ATTRIBUTE_VALUE_LENGTH_MAX ? { key, kind, value } : null;
  if (kind === "boolean") return value === YES || value === NO ? { key, kind, value: value === YES } : null;
  const number = /^[+-]?\d{1,15}([.,]\d{1,9})?$/.test(value) ? Number(value.replace(",", ".")) : Number.NaN;
  return Number.isNaN(number) ? null : numberOf(key, number, sent(fields.unit).trim());
}
