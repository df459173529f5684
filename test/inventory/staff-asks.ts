/** What staff asks of the store's API in tests: locations, and moves of a SKU's units. */
import { env, exports } from "cloudflare:workers";
import { expect } from "vitest";

const STAFF = { authorization: "Bearer staff-token-for-tests" };
type Body = Record<string, unknown>;
type Answer = { status: number; replayed: boolean; body: Body };

export async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = STAFF,
): Promise<Answer> {
  const response = await exports.default.fetch(`http://store.test/api/admin/${path}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const replayed = response.headers.get("idempotent-replayed") === "true";
  return { status: response.status, replayed, body: (await response.json()) as Body };
}

export const move = (sku: string, what: string, body: unknown, headers?: Record<string, string>) =>
  ask("POST", `stock/${sku}/${what}`, body, headers);
export const refusal = (status: number, code: string, facts: object = {}) =>
  expect.objectContaining({ status, body: expect.objectContaining({ status, code, ...facts }) });

/** A location that no other test uses. */
export async function openLocation(over: { country?: string; priority?: number } = {}): Promise<string> {
  const id = `place-${crypto.randomUUID().slice(0, 8)}`;
  const made = await ask("POST", "locations", { id, name: `Place ${id}`, country: "US", priority: 5, ...over });
  expect(made.status).toBe(201);
  return id;
}

export async function changeLocation(id: string, changes: Body): Promise<Answer> {
  const { items } = (await ask("GET", "locations")).body as { items: { id: string; version: number }[] };
  const version = items.find((location) => location.id === id)?.version;
  return ask("PATCH", `locations/${id}`, { version, ...changes });
}

/** No location but `main`, as a new store has it. */
export const forgetLocations = () => env.CATALOG.exec("DELETE FROM locations");

/** Who did what to a subject, oldest first. */
export async function auditOf(subject: string): Promise<{ action: string; by: string; after: Body }[]> {
  const { results } = await env.ACCOUNTS.prepare("SELECT * FROM audit_entries WHERE subject = ? ORDER BY at_ms, rowid")
    .bind(subject)
    .all<{ action: string; by_id: string; after: string }>();
  return results.map(({ action, by_id, after }) => ({ action, by: by_id, after: JSON.parse(after) as Body }));
}
