/** Staff receives, counts, takes back, corrects and moves units by location: each once, each in the ledger with who did it. */
import { afterEach, describe, expect, test } from "vitest";
import { holdUnits, readLevels } from "../../worker/inventory/stock-flow.ts";
import { cookieOf, openAccount, signIn } from "../customers/account-actions.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { sellSku, testWorld } from "./sell-sku.ts";
import { ask, auditOf, changeLocation, forgetLocations, move, openLocation, refusal } from "./staff-asks.ts";

const world = testWorld();
const id = () => crypto.randomUUID();
const at = (location: string, onHand: number, held = 0) => ({ location, onHand, held });
const hold = (sku: string, quantity: number) =>
  holdUnits(world, { sku, holdId: id(), quantity, expiresAtMs: Date.now() + 900_000 });
const unitsOf = async (sku: string) => (await ask("GET", `stock/${sku}`)).body as Record<string, never>;
const newestOf = ({ body }: { body: Record<string, unknown> }) => (body.entries as Record<string, unknown>[])[0];
async function expectUntouched(sku: string, onHand: number): Promise<void> {
  expect(await readLevels(world, sku)).toMatchObject({ value: { onHand, inTransit: 0, number: expect.any(Number) } });
  expect(await auditOf(`sku:${sku}`)).toEqual([]);
}
afterEach(forgetLocations);

describe("a delivery", () => {
  test("comes in at a location once, in the ledger and the audit with who took it in", async () => {
    const sku = `IN-${id()}`;
    await sellSku(sku, 4);
    const place = await openLocation();
    const body = { operationId: id(), location: place, quantity: 6 };
    const first = await move(sku, "receive", body);
    expect(first).toMatchObject({ status: 200, replayed: false });
    expect(first.body).toMatchObject({ onHand: 10, held: 0, available: 10 });
    expect(first.body.locations).toEqual([at("main", 4), at(place, 6)]);
    expect(newestOf(first)).toMatchObject({
      kind: "received",
      byId: "token:staff",
      facts: { location: place, quantity: 6 },
    });
    await move(sku, "receive", { operationId: id(), quantity: 1 });
    const again = await move(sku, "receive", body);
    expect(again).toEqual({ ...first, replayed: true });
    expect(await auditOf(`sku:${sku}`)).toMatchObject([
      { action: "stock.received", by: "token:staff", after: { onHand: 10, location: place, quantity: 6 } },
      { action: "stock.received", after: { onHand: 11 } },
    ]);
    await assertStockConserved(world.stockOf(sku));
  });

  test("is answered alike again after its location was closed", async () => {
    const sku = `IN-${id()}`;
    await sellSku(sku, 0);
    const place = await openLocation();
    const body = { operationId: id(), location: place, quantity: 2 };
    const first = await move(sku, "receive", body);
    await changeLocation(place, { active: false });
    expect(await move(sku, "receive", body)).toEqual({ ...first, replayed: true });
    expect(await move(sku, "receive", { ...body, operationId: id() })).toEqual(
      refusal(409, "stock.location_closed", { location: place }),
    );
  });
});

describe("a count", () => {
  test("sets what lies there to what was counted, and says so even where it agrees", async () => {
    const sku = `COUNT-${id()}`;
    await sellSku(sku, 10);
    const fewer = await move(sku, "count", { operationId: id(), counted: 7 });
    expect(fewer.body).toMatchObject({ onHand: 7, locations: [at("main", 7)] });
    expect(newestOf(fewer)).toMatchObject({ kind: "counted", byId: "token:staff", facts: { quantity: -3 } });
    const same = await move(sku, "count", { operationId: id(), counted: 7 });
    expect(newestOf(same)).toMatchObject({ kind: "counted", facts: { quantity: 0 } });
    expect((await auditOf(`sku:${sku}`)).map(({ action }) => action)).toEqual(["stock.counted", "stock.counted"]);
  });

  test("respects what shoppers hold: fewer than that are refused, and nothing is written", async () => {
    const sku = `COUNT-${id()}`;
    await sellSku(sku, 10);
    await hold(sku, 4);
    const body = { operationId: id(), counted: 3 };
    expect(await move(sku, "count", body)).toEqual(refusal(409, "stock.below_held", { held: 4 }));
    await expectUntouched(sku, 10);
    expect((await move(sku, "count", { ...body, counted: 4 })).body).toMatchObject({
      onHand: 4,
      held: 4,
      available: 0,
    });
  });

  test("of two at once, the later is what stands; each is whole", async () => {
    const sku = `COUNT-${id()}`;
    await sellSku(sku, 10);
    const counts = [3, 8, 3, 8].map((counted) => move(sku, "count", { operationId: id(), counted }));
    for (const { status } of await Promise.all(counts)) expect(status).toBe(200);
    const { onHand, entries } = (await ask("GET", `stock/${sku}`)).body as { onHand: number; entries: unknown[] };
    expect([3, 8]).toContain(onHand);
    expect(entries).toHaveLength(5);
    await assertStockConserved(world.stockOf(sku));
  });

  test("sent twice at once, is one", async () => {
    const sku = `COUNT-${id()}`;
    await sellSku(sku, 10);
    const body = { operationId: id(), counted: 2 };
    const [one, other] = await Promise.all([move(sku, "count", body), move(sku, "count", body)]);
    expect(one?.body).toEqual(other?.body);
    expect([one?.replayed, other?.replayed].toSorted()).toEqual([false, true]);
    expect(await auditOf(`sku:${sku}`)).toHaveLength(1);
  });

  test("is refused while the SKU is split over several objects, and may be made once they are joined", async () => {
    const sku = `COUNT-${id()}`;
    await sellSku(sku, 10);
    await move(sku, "receive", { operationId: id(), quantity: 1 });
    const lender = world.stockOf(sku) as unknown as { split(buckets: number): Promise<void> };
    await lender.split(2);
    const body = { operationId: id(), counted: 5 };
    expect(await move(sku, "count", body)).toEqual(refusal(409, "stock.is_split"));
    await lender.split(0);
    expect((await move(sku, "count", body)).body).toMatchObject({ onHand: 5 });
  });
});

describe("units that came back", () => {
  test("go on a location's shelf once", async () => {
    const sku = `BACK-${id()}`;
    await sellSku(sku, 1);
    const place = await openLocation();
    const body = { operationId: id(), location: place, quantity: 2 };
    const first = await move(sku, "return", body);
    expect(first.body).toMatchObject({ onHand: 3, locations: [at("main", 1), at(place, 2)] });
    expect(newestOf(first)).toMatchObject({ kind: "returned", byId: "token:staff" });
    expect(await move(sku, "return", body)).toEqual({ ...first, replayed: true });
    expect((await auditOf(`sku:${sku}`)).map(({ action }) => action)).toEqual(["stock.returned"]);
  });
});

describe("a correction", () => {
  test("is of one location, and takes no more than is free there", async () => {
    const sku = `FIX-${id()}`;
    await sellSku(sku, 10);
    const place = await openLocation();
    await move(sku, "receive", { operationId: id(), location: place, quantity: 2 });
    const body = { operationId: id(), location: place, delta: -3, reason: "stolen", note: "  at night " };
    expect(await move(sku, "adjust", body)).toEqual(refusal(409, "stock.below_held", { held: 0 }));
    const taken = await move(sku, "adjust", { ...body, delta: -2 });
    expect(taken.body.locations).toEqual([at("main", 10), at(place, 0)]);
    expect(newestOf(taken)).toMatchObject({ facts: { reason: "stolen", note: "at night", location: place } });
  });

  test("takes away from a closed location, and adds nothing to it", async () => {
    const sku = `FIX-${id()}`;
    await sellSku(sku, 0);
    const location = await openLocation();
    await move(sku, "receive", { operationId: id(), location, quantity: 3 });
    await changeLocation(location, { active: false });
    const body = { location, reason: "correction" };
    expect(await move(sku, "adjust", { ...body, operationId: id(), delta: 1 })).toEqual(
      refusal(409, "stock.location_closed"),
    );
    expect((await move(sku, "adjust", { ...body, operationId: id(), delta: -1 })).body).toMatchObject({ onHand: 2 });
    expect((await move(sku, "count", { operationId: id(), location, counted: 1 })).body).toMatchObject({ onHand: 1 });
  });
});

describe("a transfer", () => {
  test("is in neither location until it arrives, in parts; what never arrives is written off", async () => {
    const sku = `MOVE-${id()}`;
    await sellSku(sku, 10);
    const to = await openLocation();
    const transfer = id();
    const body = { operationId: transfer, from: "main", to, quantity: 6 };
    const sent = await move(sku, "transfers", body);
    expect(sent.body).toMatchObject({ onHand: 4, available: 4, locations: [at("main", 4)] });
    expect(newestOf(sent)).toMatchObject({ kind: "sent", byId: "token:staff", facts: { to, location: "main" } });
    expect(await unitsOf(sku)).toMatchObject({ inTransit: 6, onHand: 4 });
    expect((await ask("GET", `stock/${sku}/transfers`)).body).toEqual({
      items: [{ id: transfer, from: "main", to, quantity: 6 }],
    });
    const part = { operationId: id(), quantity: 4 };
    const arrived = await move(sku, `transfers/${transfer}/arrive`, part);
    expect(arrived.body.locations).toEqual([at("main", 4), at(to, 4)]);
    expect(await move(sku, `transfers/${transfer}/arrive`, part)).toEqual({ ...arrived, replayed: true });
    expect(await move(sku, `transfers/${transfer}/arrive`, { operationId: id(), quantity: 3 })).toEqual(
      refusal(409, "stock.transfer_over", { left: 2 }),
    );
    const loss = { operationId: id(), note: "wet" };
    const lost = await move(sku, `transfers/${transfer}/lose`, loss);
    expect(newestOf(lost)).toMatchObject({ kind: "lost", byId: "token:staff", facts: { quantity: 2, note: "wet" } });
    expect(await move(sku, `transfers/${transfer}/lose`, loss)).toEqual({ ...lost, replayed: true });
    expect(await move(sku, "transfers", body)).toEqual({ ...sent, replayed: true });
    expect(await unitsOf(sku)).toMatchObject({ inTransit: 0, onHand: 8 });
    expect(await move(sku, `transfers/${transfer}/arrive`, { operationId: id(), quantity: 1 })).toEqual(
      refusal(409, "stock.transfer_closed"),
    );
    expect(await move(sku, `transfers/${transfer}/lose`, { operationId: id() })).toEqual(
      refusal(409, "stock.transfer_closed"),
    );
    expect((await auditOf(`sku:${sku}`)).map(({ action }) => action)).toEqual([
      "stock.sent",
      "stock.arrived",
      "stock.lost",
    ]);
    await assertStockConserved(world.stockOf(sku));
  });

  test("takes free units only: not those that shoppers hold", async () => {
    const sku = `MOVE-${id()}`;
    await sellSku(sku, 10);
    await hold(sku, 4);
    const to = await openLocation();
    const body = { operationId: id(), from: "main", to, quantity: 7 };
    expect(await move(sku, "transfers", body)).toEqual(refusal(409, "stock.insufficient", { available: 6 }));
    await expectUntouched(sku, 10);
  });

  test("that is not there cannot arrive or be written off", async () => {
    const sku = `MOVE-${id()}`;
    await sellSku(sku, 1);
    for (const [what, body] of [
      ["arrive", { operationId: id(), quantity: 1 }],
      ["lose", { operationId: id() }],
    ] as const)
      expect(await move(sku, `transfers/none/${what}`, body)).toEqual(refusal(404, "stock.transfer_unknown"));
  });

  test("leaves a closed location, goes to none, and arrives where it was sent before that closed", async () => {
    const sku = `MOVE-${id()}`;
    await sellSku(sku, 5);
    const [one, other] = [await openLocation(), await openLocation()];
    const transfer = id();
    await move(sku, "transfers", { operationId: transfer, from: "main", to: one, quantity: 3 });
    await changeLocation(one, { active: false });
    const to = { operationId: id(), from: "main", to: one, quantity: 1 };
    expect(await move(sku, "transfers", to)).toEqual(refusal(409, "stock.location_closed", { location: one }));
    const arrived = await move(sku, `transfers/${transfer}/arrive`, { operationId: id(), quantity: 3 });
    expect(arrived.body.locations).toEqual([at("main", 2), at(one, 3)]);
    expect(await move(sku, "transfers", { operationId: id(), from: one, to: other, quantity: 3 })).toMatchObject({
      status: 200,
    });
  });

  test("of a hundred that are on their way, there is no more", async () => {
    const sku = `MOVE-${id()}`;
    await sellSku(sku, 200);
    const to = await openLocation();
    const send = () => move(sku, "transfers", { operationId: id(), from: "main", to, quantity: 1 });
    for (let sent = 0; sent < 100; sent += 20)
      for (const { status } of await Promise.all(Array.from({ length: 20 }, send))) expect(status).toBe(200);
    expect(await send()).toEqual(refusal(409, "stock.too_many_transfers"));
  });

  test("finds what lies free in the objects that a hot SKU is split over", async () => {
    const sku = `MOVE-${id()}`;
    await sellSku(sku, 10);
    await move(sku, "receive", { operationId: id(), quantity: 1 });
    const [lender, bucket] = [world.stockOf(sku), world.stockOf(`${sku}\n0`)];
    await (lender as unknown as { split(buckets: number): Promise<void> }).split(1);
    const held = { holdId: id(), quantity: 2, expiresAtMs: Date.now() + 900_000 };
    await bucket.hold(held);
    const to = await openLocation();
    const body = { operationId: id(), from: "main", to, quantity: 9 };
    expect((await move(sku, "transfers", body)).status).toBe(200);
    expect(await unitsOf(sku)).toMatchObject({ onHand: 2, held: 2, inTransit: 9 });
  });
});

describe("a wrong ask", () => {
  const moves = [
    ["receive", { quantity: 1 }, ["quantity"]],
    ["return", { quantity: 1 }, ["quantity"]],
    ["count", { counted: 1 }, ["counted"]],
    ["adjust", { delta: 1, reason: "found" }, ["delta"]],
    ["transfers", { from: "main", to: "elsewhere", quantity: 1 }, ["quantity"]],
    ["transfers/some/arrive", { quantity: 1 }, ["quantity"]],
    ["transfers/some/lose", {}, []],
  ] as const;

  test.each(moves)("%s: is told what is wrong, and writes nothing", async (what, body, numbers) => {
    const sku = `WRONG-${id()}`;
    await sellSku(sku, 3);
    const none = what === "count" ? [] : [0];
    const wrong: object[] = [
      ...numbers.flatMap((name) =>
        [...none, ...(what === "adjust" ? [] : [-1]), 0.5, 2 ** 53, 1_000_001, "1", null].map((value) => ({
          [name]: value,
        })),
      ),
      { operationId: "" },
      { operationId: "x".repeat(201) },
      { operationId: "\ud83d" },
      { more: true },
    ];
    for (const change of wrong)
      expect(await move(sku, what, { operationId: id(), ...body, ...change }), JSON.stringify(change)).toEqual(
        refusal(422, "request.invalid"),
      );
    expect(await readLevels(world, sku)).toMatchObject({ value: { onHand: 3, number: 0 } });
    expect(await auditOf(`sku:${sku}`)).toEqual([]);
  });

  test("that names a location there is not is refused, and writes nothing", async () => {
    const sku = `WRONG-${id()}`;
    await sellSku(sku, 3);
    const unknown = refusal(404, "stock.location_unknown", { location: "nowhere" });
    for (const [what, body] of [
      ["receive", { quantity: 1, location: "nowhere" }],
      ["return", { quantity: 1, location: "nowhere" }],
      ["count", { counted: 1, location: "nowhere" }],
      ["adjust", { delta: 1, reason: "found", location: "nowhere" }],
      ["transfers", { from: "nowhere", to: "main", quantity: 1 }],
      ["transfers", { from: "main", to: "nowhere", quantity: 1 }],
    ] as const)
      expect(await move(sku, what, { operationId: id(), ...body })).toEqual(unknown);
    expect(await move(sku, "transfers", { operationId: id(), from: "main", to: "main", quantity: 1 })).toEqual(
      refusal(422, "request.invalid"),
    );
    const promise = { operationId: id(), location: "promise", quantity: 1 };
    expect(await move(sku, "receive", promise)).toEqual(refusal(404, "stock.location_unknown"));
    expect(await readLevels(world, sku)).toMatchObject({ value: { onHand: 3, number: 0 } });
  });

  test("of a SKU there is not is refused", async () => {
    for (const [what, body] of moves.slice(0, 4))
      expect(await move("NOBODY", what, { operationId: id(), ...body })).toEqual(refusal(404, "stock.sku_unknown"));
    const to = await openLocation();
    expect(await move("NOBODY", "transfers", { operationId: id(), from: "main", to, quantity: 1 })).toEqual(
      refusal(404, "stock.sku_unknown"),
    );
    expect(await ask("GET", "stock/NOBODY/transfers")).toEqual(refusal(404, "stock.sku_unknown"));
  });

  test("under an id that was used for something else is refused", async () => {
    const sku = `WRONG-${id()}`;
    await sellSku(sku, 9);
    const operationId = id();
    await move(sku, "receive", { operationId, quantity: 1 });
    const to = await openLocation();
    for (const [what, body] of [
      ["receive", { quantity: 2 }],
      ["return", { quantity: 1 }],
      ["count", { counted: 10 }],
      ["adjust", { delta: 1, reason: "found" }],
      ["transfers", { from: "main", to, quantity: 1 }],
      ["transfers/some/arrive", { quantity: 1 }],
      ["transfers/some/lose", {}],
    ] as const)
      expect(await move(sku, what, { operationId, ...body })).toEqual(refusal(422, "stock.operation_differs"));
  });

  test("of a stranger or a customer is refused, whatever it is", async () => {
    const sku = `WRONG-${id()}`;
    await sellSku(sku, 3);
    await openAccount("robin@example.com");
    const cookie = { cookie: cookieOf(await signIn("robin@example.com")) };
    for (const [what, body] of moves) {
      const whole = { operationId: id(), ...body };
      expect(await move(sku, what, whole, {})).toEqual(refusal(401, "access.sign_in_needed"));
      expect(await move(sku, what, whole, cookie)).toEqual(refusal(403, "access.staff_only"));
    }
    expect(await ask("GET", `stock/${sku}/transfers`, undefined, {})).toEqual(refusal(401, "access.sign_in_needed"));
    expect(await ask("GET", `stock/${sku}/transfers`, undefined, cookie)).toEqual(refusal(403, "access.staff_only"));
    await expectUntouched(sku, 3);
  });
});
