/** Stripe's own description of its API, as a judge of what the store sends and the emulator answers. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Ajv, type ValidateFunction } from "ajv";

const FILE = join(import.meta.dirname, "../../../shared/data/stripe/spec3-2023-09-12.json.gz");
export const SPEC_MISSING = existsSync(FILE) ? null : `no ${FILE}`;

type Json = { [key: string]: unknown };
export type SpecSchema = Json & {
  type?: string;
  properties?: Record<string, SpecSchema>;
  additionalProperties?: unknown;
  items?: SpecSchema;
  anyOf?: SpecSchema[];
  enum?: string[];
  required?: string[];
  maxLength?: number;
  nullable?: boolean;
};
type Operation = {
  parameters?: { name: string; in: string; schema: SpecSchema }[];
  requestBody?: { content: Record<string, { schema: SpecSchema }> };
  responses: Record<string, { content: Record<string, { schema: SpecSchema }> }>;
};
type Spec = {
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Json };
};

export type StripeSpec = {
  version: string;
  /** The parameters of a call, as one object: a POST's form, a GET's query. */
  paramsOf(method: string, path: string): SpecSchema;
  /** What is wrong with a request, given its form or query. */
  wrongRequest(method: string, path: string, form: string): string[];
  /** What is wrong with an answer to a call. */
  wrongAnswer(method: string, path: string, status: number, body: unknown): string[];
  /** What is wrong with an object, by the name of its kind (`checkout.session`). */
  wrongObject(kind: string, object: unknown): string[];
};

export function readStripeSpec(): StripeSpec {
  const spec = JSON.parse(gunzipSync(readFileSync(FILE)).toString("utf8")) as Spec;
  const ajv = new Ajv({ strict: false, validateFormats: false, coerceTypes: true, allErrors: true });
  const exact = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  exact.addSchema({ $id: "stripe", components: { schemas: closed(spec.components.schemas) } });
  const compiled = new Map<string, ValidateFunction>();
  const judge = (key: string, with_: Ajv, schema: () => Json) => {
    const validate = compiled.get(key) ?? with_.compile(schema());
    compiled.set(key, validate);
    return (value: unknown) =>
      validate(value)
        ? []
        : (validate.errors ?? []).map(
            (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
          );
  };
  const operationOf = (method: string, path: string): Operation => {
    const operation = spec.paths[path]?.[method.toLowerCase()];
    if (!operation) throw new Error(`Stripe has no ${method} ${path}`);
    return operation;
  };
  const paramsOf = (method: string, path: string): SpecSchema => {
    const { parameters = [], requestBody } = operationOf(method, path);
    const form = method === "GET" ? undefined : requestBody?.content["application/x-www-form-urlencoded"]?.schema;
    const query = parameters.filter((one) => one.in === "query").map((one) => [one.name, one.schema]);
    return form ?? { type: "object", properties: Object.fromEntries(query) };
  };
  return {
    version: spec.info.version,
    paramsOf,
    wrongRequest: (method, path, form) =>
      judge(`request ${method} ${path}`, ajv, () => closed(paramsOf(method, path)) as Json)(treeOf(form)),
    wrongAnswer: (method, path, status, body) => {
      const { responses } = operationOf(method, path);
      const schema = (responses[String(status)] ?? responses.default)?.content["application/json"]?.schema ?? {};
      return judge(`answer ${method} ${path} ${status}`, exact, () => rooted(closed(schema) as Json))(body);
    },
    wrongObject: (kind, object) =>
      judge(`object ${kind}`, exact, () => ({ $ref: `stripe#/components/schemas/${kind}` }))(object),
  };
}

/**
 * OpenAPI 3.0 as JSON Schema: `nullable` becomes a choice, and an object that names its properties has no others, which
 * Stripe's description leaves open but Stripe itself does not.
 */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, ...rest } = schema as SpecSchema;
  const inner: Json = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, closed(value)]));
  if (isClosable(rest)) inner.additionalProperties = false;
  return nullable === true ? { anyOf: [inner, { type: "null" }] } : inner;
}

const isClosable = ({ type, properties, additionalProperties }: SpecSchema): boolean =>
  type === "object" &&
  properties !== undefined &&
  Object.keys(properties).length > 0 &&
  additionalProperties === undefined;

/** References of a schema outside of the document lead into it. */
const rooted = (schema: Json): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"stripe#/components')) as Json;

/** A form as Stripe reads it, written apart from the emulator's own reading. */
export function treeOf(form: string): unknown {
  const root: Json = {};
  for (const [name, value] of new URLSearchParams(form)) {
    const path = name.replaceAll("]", "").split("[");
    let branch = root;
    for (const key of path.slice(0, -1)) {
      branch[key] ??= {};
      branch = branch[key] as Json;
    }
    branch[path.at(-1) || String(Object.keys(branch).length)] = value;
  }
  return withLists(root);
}

function withLists(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  const values = Object.values(value).map(withLists);
  const isList = keys.length > 0 && keys.every((key, index) => key === String(index));
  return isList ? values : Object.fromEntries(keys.map((key, index) => [key, values[index]]));
}
