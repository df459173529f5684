import { env, exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { cookieOf, openAccount, signIn } from "../customers/account-actions.ts";
import { sellSku } from "./sell-sku.ts";

const STAFF = { authorization: "Bearer staff-token-for-tests" };
const get = (path: string, headers: Record<string, string> = {}) =>
  exports.default.fetch(`http://store.test${path}`, { headers });
const adjust = (sku: string, body: unknown, headers: Record<string, string> = STAFF) =>
  exports.default.fetch(`http://store.test/api/admin/stock/${sku}/adjust`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
const read = async (response: Response) => ({
  status: response.status,
  body: (await response.json()) as Record<string, unknown>,
});
const answers = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });

describe("GET /api/availability", () => {
  test("tells everyone what is left, and is kept for seconds only", async () => {
    await sellSku("AV-1", 4);
    await sellSku("AV-2", 0);
    const response = await get("/api/availability?skus=AV-1,AV-2,NOBODY,AV-1");
    expect(response.headers.get("cloudflare-cdn-cache-control")).toContain("max-age=2,");
    expect(await read(response)).toEqual({
      status: 200,
      body: {
        items: expect.arrayContaining([
          { sku: "AV-1", available: 4, here: 4, promise: null },
          { sku: "AV-2", available: 0, here: 0, promise: null },
        ]),
      },
    });
  });

  test("refuses no SKU, more than twenty, and one that is too long", async () => {
    const many = Array.from({ length: 21 }, (_, index) => `S${index}`).join(",");
    for (const query of ["", "?skus=", "?skus=a,,b", `?skus=${many}`, `?skus=${"x".repeat(65)}`])
      expect(await read(await get(`/api/availability${query}`))).toEqual(answers(422, "request.invalid"));
  });
});

describe("staff", () => {
  test("correct a SKU's stock once per operation id, and the ledger and the audit say who, what and why", async () => {
    await sellSku("ADJ-1", 10, 2);
    const ask = { operationId: "stocktake-1", delta: -3, reason: "damaged", note: "broken in the store" };
    const first = await adjust("ADJ-1", ask);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    const answer = await read(first);
    expect(answer).toMatchObject({
      status: 200,
      body: { sku: "ADJ-1", onHand: 7, held: 0, available: 7, lowStockAt: 2 },
    });
    const { entries } = answer.body as { entries: unknown[] };
    expect(entries[0]).toMatchObject({
      number: 2,
      kind: "adjusted",
      byId: "token:staff",
      facts: {
        operationId: "stocktake-1",
        quantity: -3,
        reason: "damaged",
        note: "broken in the store",
        location: "main",
        onHand: 7,
      },
    });
    await adjust("ADJ-1", { operationId: "stocktake-2", delta: 1, reason: "found" });
    const again = await adjust("ADJ-1", ask);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await read(again)).toEqual(answer);
    const audit = await env.ACCOUNTS.prepare(
      "SELECT * FROM audit_entries WHERE subject = 'sku:ADJ-1' ORDER BY at_ms",
    ).all();
    expect(audit.results).toMatchObject([
      { by_id: "token:staff", action: "stock.adjusted" },
      { action: "stock.adjusted" },
    ]);
    expect(JSON.parse(String(audit.results[0]?.before))).toEqual({ onHand: 10 });
    expect(JSON.parse(String(audit.results[0]?.after))).toMatchObject({ onHand: 7, delta: -3 });
  });

  test("read a SKU's levels and ledger, older entries on asking", async () => {
    await sellSku("READ-1", 10);
    expect(await read(await get("/api/admin/stock/READ-1", STAFF))).toMatchObject({
      status: 200,
      body: { sku: "READ-1", onHand: 10, held: 0, available: 10, lowStockAt: 3, entries: [], nextBefore: null },
    });
    await adjust("READ-1", { operationId: "a", delta: 5, reason: "found" });
    expect(await read(await get("/api/admin/stock/READ-1?before=2", STAFF))).toMatchObject({
      body: { onHand: 15, entries: [{ number: 1, kind: "received", byId: "opening" }], nextBefore: null },
    });
  });

  test("cannot take away what shoppers hold, use an id twice for two things, or correct a SKU there is not", async () => {
    await sellSku("ADJ-2", 2);
    const ask = { operationId: "x", delta: -3, reason: "lost" };
    expect(await read(await adjust("ADJ-2", ask))).toEqual(answers(409, "stock.below_held"));
    await adjust("ADJ-2", { ...ask, delta: -1 });
    expect(await read(await adjust("ADJ-2", ask))).toEqual(answers(422, "stock.operation_differs"));
    expect(await read(await adjust("NOBODY", ask))).toEqual(answers(404, "stock.sku_unknown"));
    expect(await read(await get("/api/admin/stock/NOBODY", STAFF))).toEqual(answers(404, "stock.sku_unknown"));
  });

  test("are told what is wrong with an ask, and nothing is changed", async () => {
    await sellSku("ADJ-3", 2);
    const ask = { operationId: "x", delta: 1, reason: "found" };
    for (const wrong of [
      { delta: 0 },
      { delta: 0.5 },
      { delta: "1" },
      { delta: 1e7 },
      { operationId: "" },
      { delta: 2 ** 53 },
      { reason: "because" },
      { reason: "import" },
      { note: "x".repeat(201) },
      { note: "half \ud83d" },
      { more: true },
    ])
      expect(await read(await adjust("ADJ-3", { ...ask, ...wrong }))).toEqual(answers(422, "request.invalid"));
    expect(await read(await get("/api/admin/stock/ADJ-3?before=0", STAFF))).toEqual(answers(422, "request.invalid"));
    expect(await read(await get("/api/admin/stock/ADJ-3", STAFF))).toMatchObject({ body: { onHand: 2, entries: [] } });
  });

  test("alone may do this: strangers are asked to sign in, customers are sent away, and nothing is changed", async () => {
    await sellSku("ADJ-4", 2);
    const ask = { operationId: "x", delta: 1, reason: "found" };
    for (const headers of [{}, { authorization: "Bearer guessed" }] as Record<string, string>[]) {
      expect(await read(await get("/api/admin/stock/ADJ-4", headers))).toEqual(answers(401, "access.sign_in_needed"));
      expect(await read(await adjust("ADJ-4", ask, headers))).toEqual(answers(401, "access.sign_in_needed"));
    }
    await openAccount("alex@example.com");
    const cookie = { cookie: cookieOf(await signIn("alex@example.com")) };
    expect(await read(await get("/api/admin/stock/ADJ-4", cookie))).toEqual(answers(403, "access.staff_only"));
    expect(await read(await adjust("ADJ-4", ask, cookie))).toEqual(answers(403, "access.staff_only"));
    expect(await read(await get("/api/admin/stock/ADJ-4", STAFF))).toMatchObject({ body: { onHand: 2, entries: [] } });
  });
});
