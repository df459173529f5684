/** What parameters a call takes, as data, and reading them from a form: what is unknown, missing or wrong is refused as Stripe does. */

import { isTaken, TAKEN } from "./currencies.ts";
import type { Tree } from "./form.ts";

/** How a parameter is written. `max` is characters of a text, or items of a list. */
export type Shape =
  | { is: "text" | "email" | "url" | "currency" | "flag"; max?: number }
  | { is: "integer"; min?: number; max?: number }
  | { is: "choice"; of: readonly string[] }
  | { is: "metadata" }
  | { is: "list"; of: Shape; max: number }
  | { is: "hash"; fields: Fields };
export type Field = Shape & { required?: true };
export type Fields = { readonly [name: string]: Field };

/** The value that a shape is read to. */
export type Value<S extends Shape> = S extends { is: "integer" }
  ? number
  : S extends { is: "flag" }
    ? boolean
    : S extends { is: "choice"; of: readonly (infer Choice)[] }
      ? Choice
      : S extends { is: "metadata" }
        ? Record<string, string>
        : S extends { is: "list"; of: infer Item extends Shape }
          ? Value<Item>[]
          : S extends { is: "hash"; fields: infer Inner extends Fields }
            ? Values<Inner>
            : string;
/** What is not required may be missing. */
export type Values<F extends Fields> = {
  [Name in keyof F as F[Name] extends { required: true } ? Name : never]: Value<F[Name]>;
} & { [Name in keyof F as F[Name] extends { required: true } ? never : Name]?: Value<F[Name]> };

/** `param` as Stripe writes it: `line_items[0][quantity]`. */
export type ParamRefusal = { code?: string; message: string; param: string };

/** Stripe's limits on metadata (docs.stripe.com/api/metadata). */
const METADATA_KEYS_MAX = 50;
const METADATA_KEY_MAX = 40;
const METADATA_VALUE_MAX = 500;
const TEXT_MAX = 5_000;

/** The values of all parameters, or the first thing that is wrong. */
export function readParams<F extends Fields>(
  fields: F,
  tree: Tree,
): { ok: true; values: Values<F> } | { ok: false; refusal: ParamRefusal } {
  const wrong: ParamRefusal[] = [];
  const values = readHash(fields, tree, "", wrong) as Values<F>;
  const [first] = wrong;
  return first ? { ok: false, refusal: first } : { ok: true, values };
}

type Wrong = ParamRefusal[];
const at = (path: string, name: string): string => (path === "" ? name : `${path}[${name}]`);

function readHash(fields: Fields, tree: Tree, path: string, wrong: Wrong): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(tree)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const param = at(path, name);
    if (field === undefined)
      wrong.push({ code: "parameter_unknown", message: `Received unknown parameter: ${param}`, param });
    else values[name] = readShape(field, given, param, wrong);
  }
  for (const [name, field] of Object.entries(fields)) {
    const param = at(path, name);
    if (field.required && !(name in tree))
      wrong.push({ code: "parameter_missing", message: `Missing required param: ${param}.`, param });
  }
  return values;
}

function readShape(shape: Shape, given: Tree | string, param: string, wrong: Wrong): unknown {
  if (shape.is === "hash" || shape.is === "list" || shape.is === "metadata") {
    if (typeof given === "string") return void wrong.push({ message: `Invalid ${kindOf(shape)}`, param });
    if (shape.is === "hash") return readHash(shape.fields, given, param, wrong);
    return shape.is === "list" ? readList(shape, given, param, wrong) : readMetadata(given, param, wrong);
  }
  if (typeof given !== "string") return void wrong.push({ message: "Invalid string: must be a string", param });
  if (given === "") return void wrong.push(emptyRefusal(param));
  return readPlain(shape, given, param, wrong);
}

const kindOf = (shape: Shape): string => (shape.is === "list" ? "array" : "object");

const emptyRefusal = (param: string): ParamRefusal => ({
  code: "parameter_invalid_empty",
  message: `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
  param,
});

type PlainShape = Exclude<Shape, { is: "hash" | "list" | "metadata" }>;

function readPlain(shape: PlainShape, given: string, param: string, wrong: Wrong): unknown {
  const refuse = (message: string, code?: string) => void wrong.push({ message, param, ...(code && { code }) });
  switch (shape.is) {
    case "integer":
      return readInteger(shape, given, refuse);
    case "flag":
      return given === "true" || given === "false" ? given === "true" : refuse(`Invalid boolean: ${given}`);
    case "choice":
      return shape.of.includes(given) ? given : refuse(`Invalid ${param}: must be one of ${shape.of.join(", ")}`);
    case "email":
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(given)
        ? given
        : refuse(`Invalid email address: ${given}`, "email_invalid");
    case "url":
      return isUrl(given) ? given : refuse("Not a valid URL", "url_invalid");
    case "currency":
      return isTaken(given)
        ? given
        : refuse(`Invalid currency: ${given}. Stripe currently supports these currencies: ${TAKEN.join(", ")}`);
    case "text":
      return given.length <= (shape.max ?? TEXT_MAX)
        ? given
        : refuse(`Invalid string: must be at most ${shape.max ?? TEXT_MAX} characters`);
  }
}

function readInteger(
  shape: { min?: number; max?: number },
  given: string,
  refuse: (message: string, code: string) => void,
) {
  const value = Number(given);
  if (!/^-?\d{1,15}$/.test(given)) return refuse(`Invalid integer: ${given}`, "parameter_invalid_integer");
  if (shape.min !== undefined && value < shape.min)
    return refuse(`This value must be greater than or equal to ${shape.min}.`, "parameter_invalid_integer");
  if (shape.max !== undefined && value > shape.max)
    return refuse(`This value must be less than or equal to ${shape.max}.`, "parameter_invalid_integer");
  return value;
}

function isUrl(given: string): boolean {
  const url = URL.parse(given);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") && given.length <= TEXT_MAX;
}

function readList(
  shape: Extract<Shape, { is: "list" }>,
  given: Tree,
  param: string,
  wrong: Wrong,
): unknown[] | undefined {
  const keys = Object.keys(given);
  if (keys.some((key, index) => key !== String(index))) return void wrong.push({ message: "Invalid array", param });
  if (keys.length > shape.max) return void wrong.push({ message: `Array has more than ${shape.max} elements`, param });
  return keys.map((key) => readShape(shape.of, given[key] ?? "", at(param, key), wrong));
}

function readMetadata(given: Tree, param: string, wrong: Wrong): Record<string, string> {
  const entries = Object.entries(given);
  if (entries.length > METADATA_KEYS_MAX)
    wrong.push({ message: `Metadata can have at most ${METADATA_KEYS_MAX} keys`, param });
  for (const [key, value] of entries) {
    if (typeof value !== "string") wrong.push({ message: "Metadata values must be strings", param: at(param, key) });
    else if (key.length > METADATA_KEY_MAX || value.length > METADATA_VALUE_MAX)
      wrong.push({
        message: `Metadata keys can be up to ${METADATA_KEY_MAX} characters long and values up to ${METADATA_VALUE_MAX}`,
        param: at(param, key),
      });
  }
  return Object.fromEntries(entries) as Record<string, string>;
}
