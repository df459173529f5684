/** Talks to the store under test as a shopper's program or as staff's does, and puts products into it by importing them. */
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { expect } from "vitest";
import { projectProducts } from "../../worker/search/project-products-flow.ts";
import type { ImportAnswer, ImportedProductInput } from "../../worker/transfer/imported-product.ts";
import { type World, worldOf } from "../../worker/world.ts";

export const STORE = "http://store.test";
const STAFF = { authorization: "Bearer staff-token-for-tests" };

export type Answer<Body = Record<string, unknown>> = { status: number; headers: Headers; body: Body };

export async function ask<Body = Record<string, unknown>>(path: string, init: RequestInit = {}): Promise<Answer<Body>> {
  const response = await exports.default.fetch(new Request(STORE + path, init));
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as Body };
}

export const askAsStaff = <Body = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
  ask<Body>(path, {
    method,
    headers: { ...STAFF, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

export const uploadAsStaff = (key: string, bytes: BodyInit, type = "image/svg+xml") =>
  ask(`/api/admin/media/${key}`, { method: "PUT", headers: { ...STAFF, "content-type": type }, body: bytes });

/** Status and code of a refusal, such as `404 product.unknown`. */
export const refusal = ({ status, body }: Answer) => `${status} ${body.code}`;

/** Runs work with a world of its own, and waits for what it left to be done afterwards. */
export async function inWorld<Value>(
  work: (world: World) => Promise<Value>,
  change: Partial<World> = {},
): Promise<Value> {
  const lifetime = createExecutionContext();
  const value = await work({ ...worldOf(env, lifetime, "test-request", STORE), ...change });
  await waitOnExecutionContext(lifetime);
  return value;
}

let made = 0;
/** A product fit for import, with one variant; `over` changes parts of it. */
export function importedProduct(over: Partial<ImportedProductInput> & { title?: string } = {}): ImportedProductInput {
  made += 1;
  const { title = `Article ${made}`, ...rest } = over;
  return {
    source: "test",
    externalId: `article-${made}`,
    status: "published",
    brand: "Orbit",
    productType: "laptops",
    languageDefault: "en",
    translations: { en: { title, description: `What ${title} is.` } },
    variants: [{ sku: `SKU-${made}`, quantity: 5, prices: { USD: { amountMinor: 10_000 } } }],
    ...rest,
  };
}

/** Imports, and brings documents and the search index up to date at once instead of after the queue's second. */
export async function importNow(products: readonly ImportedProductInput[]): Promise<ImportAnswer> {
  const answer = await askAsStaff<ImportAnswer>("POST", "/api/admin/imports", { products });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const { results } = await env.CATALOG.prepare("SELECT id FROM products").all<{ id: string }>();
  let left = results.map((row) => row.id);
  while (left.length > 0) left = await inWorld((world) => projectProducts(world, left));
  return answer.body;
}

export const putCategory = (id: string, names: Record<string, string>, parentId: string | null = null) =>
  askAsStaff("PUT", `/api/admin/categories/${id}`, {
    parentId,
    translations: Object.fromEntries(
      Object.entries(names).map(([language, name]) => [
        language,
        { name, slug: name.toLowerCase().replaceAll(" ", "-"), description: `All about ${name}.` },
      ]),
    ),
  });
