/** The waiting room in its real objects: who joins, who is before whom, who is let in, and what it costs the object that sells. */
import { evictDurableObject, listDurableObjectIds, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DOORS, doorOf, holderOf, shuffleKeyOf } from "../../worker/drops/drop.ts";
import type { DoorKeeper, RoomKeeper } from "../../worker/drops/queue-keepers.ts";
import { LIMITS } from "../../worker/http/limits.ts";
import { cookieOf, openAccount, signIn } from "../customers/account-actions.ts";
import { seedGoods } from "../support/order-goods.ts";
import { askAsStaff, refusal } from "../support/store-client.ts";
import { announce, dropBody, solved, turnsLater, type Visitor, visitor } from "./visitors.ts";

beforeEach(() => void vi.setSystemTime(Date.now()));
afterEach(() => void vi.useRealTimers());

const roomOf = (drop: string) => env.WAITING_ROOM.getByName(drop) as unknown as RoomKeeper;
const doorAt = (drop: string, holder: string) =>
  env.WAITING_DOOR.getByName(`${drop}:${doorOf(holder)}`) as unknown as DoorKeeper;
const factsFor = (drop: string, opensInMs: number, over = {}) => ({
  id: drop,
  version: 1,
  opensAtMs: Date.now() + opensInMs,
  closesAtMs: Date.now() + opensInMs + 3_600_000,
  passMs: 600_000,
  ratePerMinute: 6_000,
  ...over,
});
const proofOf = (nonce: string) => ({ nonce, untilMs: Date.now() + 600_000 });
const signedIn = async (email: string) => {
  const [name = "", ...rest] = cookieOf(await signIn(email)).split("=");
  return { [name]: rest.join("=") };
};

test("a visitor joins with a proof of work, waits for the opening, is let in and gets a pass", async () => {
  const skus = await seedGoods(1, 5);
  const drop = await announce(skus, 60_000);
  const shopper = visitor();
  const joined = await shopper.enter(drop);
  expect(joined).toMatchObject({ status: 201, body: { state: "before", pass: null } });
  expect(joined.body.nextAskMs, "where few wait, each hears within seconds what staff change").toBe(10_000);
  expect([...shopper.cookies.keys()]).toEqual(["visitor", `drop-${drop}`]);

  await turnsLater(drop, 60_001);
  const waiting = await shopper.place(drop);
  expect(waiting.body).toMatchObject({ state: "waiting", before: 0, pass: null });
  // Asking told the room how many units are left; the next turns let the visitor in.
  await vi.waitFor(async () => expect((await roomOf(drop).figures()).unitsLeft).toBe(5));
  await turnsLater(drop, 1_000, 3);
  const admitted = await shopper.place(drop);
  expect(admitted.body).toMatchObject({ state: "admitted", pass: expect.any(String) });
  expect(Date.parse(admitted.body.until ?? "")).toBe(Date.now() + 600_000);
  expect((await shopper.place(drop)).body, "asked again it is the same pass").toEqual(admitted.body);
  expect(await roomOf(drop).figures()).toMatchObject({ admitted: 1, waiting: 0, present: 1 });
});

test("whoever waits hears within seconds that the drop was cancelled, wherever that was done", async () => {
  for (const openedMs of [0, 60_001]) {
    const drop = await announce(await seedGoods(1), 60_000, { ratePerMinute: 1 });
    const shopper = visitor();
    const { body } = await shopper.enter(drop);
    if (openedMs > 0) await turnsLater(drop, openedMs);
    const state = openedMs > 0 ? "waiting" : "before";
    expect((await shopper.place(drop)).body.state).toBe(state);
    // As another isolate does it: this one still has the list in memory.
    await env.CATALOG.prepare("UPDATE drops SET status = 'cancelled', version = 2 WHERE id = ?").bind(drop).run();
    const soon = (await shopper.place(drop)).body;
    expect(soon.state).toBe(state);
    expect(Math.max(body.nextAskMs, soon.nextAskMs)).toBeLessThanOrEqual(13_000);
    vi.setSystemTime(Date.now() + 5_000);
    expect(refusal((await shopper.place(drop)) as never)).toBe("409 drop.over");
  }
});

test("who joins twice has one ticket; so has an account on two devices", async () => {
  const drop = await announce(await seedGoods(1), 60_000);
  const shopper = visitor();
  const first = await shopper.enter(drop);
  expect((await shopper.enter(drop)).body.ticket).toBe(first.body.ticket);
  await openAccount("two@example.com");
  const [phone, laptop] = [visitor(await signedIn("two@example.com")), visitor(await signedIn("two@example.com"))];
  const one = await phone.enter(drop);
  expect(one.status).toBe(201);
  expect((await laptop.enter(drop)).body.ticket).toBe(one.body.ticket);
  expect((await roomOf(drop).figures()).present).toBe(2);
});

test("a challenge is good once, for one holder, one drop and ten minutes", async () => {
  const [drop, other] = [await announce(await seedGoods(1), 60_000), await announce(await seedGoods(1), 60_000)];
  const shopper = visitor();
  const payload = await solved((await shopper.challenge(drop)).body.challenge);
  expect(refusal((await visitor().join(drop, payload)) as never)).toBe("422 drop.challenge_invalid");
  const stranger = visitor();
  await stranger.challenge(drop);
  expect(refusal((await stranger.join(drop, payload)) as never)).toBe("422 drop.challenge_invalid");
  expect(refusal((await shopper.join(other, payload)) as never)).toBe("422 drop.challenge_invalid");
  for (const bad of ["!", btoa("null"), btoa("[]"), btoa("{}"), btoa('{"challenge":{"parameters":{}},"solution":{}}')])
    expect(refusal((await shopper.join(drop, bad)) as never), bad).toBe("422 drop.challenge_invalid");
  const { challenge, solution } = JSON.parse(atob(payload));
  const wrong = btoa(JSON.stringify({ challenge, solution: { ...solution, derivedKey: "00".repeat(32) } }));
  expect(refusal((await shopper.join(drop, wrong)) as never)).toBe("422 drop.challenge_invalid");
  const easier = { ...challenge, parameters: { ...challenge.parameters, cost: 1 } };
  const forged = btoa(JSON.stringify({ challenge: easier, solution }));
  expect(refusal((await shopper.join(drop, forged)) as never)).toBe("422 drop.challenge_invalid");
  expect((await roomOf(drop).figures()).present, "nothing was written").toBe(0);
  expect((await shopper.join(drop, payload)).status).toBe(201);
  expect((await shopper.join(drop, payload)).status, "the answer was lost, and it was sent again").toBe(201);
  const late = await solved((await stranger.challenge(drop)).body.challenge);
  vi.setSystemTime(Date.now() + 601_000);
  expect(refusal((await stranger.join(drop, late)) as never)).toBe("422 drop.challenge_expired");
});

test("a replayed challenge is refused where it would make another ticket", async () => {
  const facts = factsFor(`drop-${crypto.randomUUID()}`, -1_000);
  const [one, door] = ["device:one", doorAt(facts.id, "device:one")];
  const sameDoor = Array.from({ length: 1_000 }, (_, n) => `device:other-${n}`).find((h) => doorOf(h) === doorOf(one));
  expect(await door.join({ facts, holder: one, proof: proofOf("spent") })).toMatchObject({ ok: true });
  const replay = await door.join({ facts, holder: sameDoor ?? "", proof: proofOf("spent") });
  expect(replay).toEqual({ ok: false, problem: { code: "drop.challenge_used" } });
});

test("the order at the opening is drawn: it follows the seed that is told, over all doors", async () => {
  const facts = factsFor(`drop-${crypto.randomUUID()}`, 60_000);
  const holders = Array.from({ length: 120 }, (_, n) => holderOf(`visitor-${n}`, null));
  for (const holder of holders)
    expect(await doorAt(facts.id, holder).join({ facts, holder, proof: proofOf(holder) })).toMatchObject({
      value: { state: "before" },
    });
  expect((await roomOf(facts.id).figures()).seed).toBe(null);
  await turnsLater(facts.id, 60_001);
  const { seed, waiting } = await roomOf(facts.id).figures();
  expect(waiting).toBe(120);
  const before = new Map<string, number>();
  const ids = new Map<string, string>();
  for (const holder of holders) {
    const place = await doorAt(facts.id, holder).place(facts, holder);
    if (place.state === "waiting") before.set(holder, place.before ?? -1);
    await runInDurableObject(env.WAITING_DOOR.getByName(`${facts.id}:${doorOf(holder)}`), (_, { storage }) => {
      ids.set(holder, storage.sql.exec<{ id: string }>("SELECT id FROM tickets WHERE holder = ?", holder).one().id);
    });
  }
  const keyOf = (holder: string) => shuffleKeyOf(seed ?? "", ids.get(holder) ?? "");
  const expected = holders.toSorted((one, other) => keyOf(one) - keyOf(other));
  expect(holders.toSorted((one, other) => (before.get(one) ?? 0) - (before.get(other) ?? 0))).toEqual(expected);
  expect(expected, "and not by who came first").not.toEqual(holders);

  const late = "device:after-the-opening";
  await doorAt(facts.id, late).join({ facts, holder: late, proof: proofOf(late) });
  expect(await doorAt(facts.id, late).place(facts, late)).toMatchObject({ state: "waiting", before: null });
  await turnsLater(facts.id, 1_000, 2);
  expect(await doorAt(facts.id, late).place(facts, late), "behind everyone").toMatchObject({ before: 120 });
});

test("no more are let in than the rate takes and units are left; who does not come is passed over", async () => {
  const facts = factsFor(`drop-${crypto.randomUUID()}`, 1_000, { ratePerMinute: 240, passMs: 60_000 });
  const holders = Array.from({ length: 40 }, (_, n) => holderOf(`visitor-${n}`, null));
  for (const holder of holders) await doorAt(facts.id, holder).join({ facts, holder, proof: proofOf(holder) });
  const admittedBy = async (turns: number) => {
    await turnsLater(facts.id, 1_000, turns);
    return (await roomOf(facts.id).figures()).admitted;
  };
  expect(await admittedBy(5), "units are not known yet").toBe(0);
  await roomOf(facts.id).tellUnits(6);
  expect(await admittedBy(3), "a quarter of 240 a minute, and one that could have come before").toBe(4);
  expect(await admittedBy(30), "one for each unit").toBe(6);
  // Nobody comes for their pass: after a while they are passed over, and those behind are called.
  expect(await admittedBy(160)).toBeGreaterThan(6);
  expect((await roomOf(facts.id).figures()).lapsed).toBeGreaterThanOrEqual(6);
  const places = await Promise.all(holders.map((holder) => doorAt(facts.id, holder).place(facts, holder)));
  const lapsed = holders.filter((_, index) => places[index]?.state === "lapsed");
  expect(lapsed.length).toBeGreaterThanOrEqual(6);
  const back = lapsed[0] ?? "";
  expect(await doorAt(facts.id, back).join({ facts, holder: back, proof: proofOf(back) }), "spent").toMatchObject({
    value: { state: "lapsed" },
  });
  await doorAt(facts.id, back).join({ facts, holder: back, proof: proofOf("new work") });
  await turnsLater(facts.id, 1_000, 2);
  expect((await doorAt(facts.id, back).place(facts, back)).state, "back in line").toBe("waiting");
});

test("room and doors that are evicted at any turn go on where they were", async () => {
  const drop = await announce(await seedGoods(1, 9), 60_000, { ratePerMinute: 6_000 });
  const shoppers: Visitor[] = Array.from({ length: 3 }, () => visitor());
  for (const shopper of shoppers) await shopper.enter(drop);
  const evictAll = async () => {
    await evictDurableObject(env.WAITING_ROOM.getByName(drop));
    for (
      let n = 0;
      n < DOORS;
      n += 1 // Some are not awake.
    )
      await evictDurableObject(env.WAITING_DOOR.getByName(`${drop}:${n}`)).catch(() => undefined);
  };
  await evictAll();
  await turnsLater(drop, 60_001);
  const seen = [];
  for (let turn = 0; turn < 4; turn += 1) {
    await evictAll();
    await roomOf(drop).tellUnits(9);
    await turnsLater(drop, 1_000);
    seen.push(await Promise.all(shoppers.map(async (shopper) => (await shopper.place(drop)).body)));
  }
  const first = seen[0] ?? [];
  expect(first.map(({ before }) => before).toSorted()).toEqual([0, 1, 2]);
  expect(seen.at(-1)?.map(({ state }) => state)).toEqual(["admitted", "admitted", "admitted"]);
});

test("an hour after its end only the figures are kept", async () => {
  const drop = await announce(await seedGoods(1), 60_000);
  const shopper = visitor();
  await shopper.enter(drop);
  await turnsLater(drop, 60_001);
  vi.setSystemTime(Date.now() + 3_600_001);
  expect(refusal((await shopper.place(drop)) as never)).toBe("409 drop.over");
  expect(refusal((await shopper.challenge(drop)) as never)).toBe("409 drop.over");
  expect(refusal((await shopper.join(drop, "x")) as never)).toBe("409 drop.over");
  expect(refusal((await shopper.join("no-such-drop", "x")) as never)).toBe("404 drop.unknown");
  expect(refusal((await shopper.join(drop, "")) as never)).toBe("422 request.invalid");
  await turnsLater(drop, 3_600_001);
  expect(await roomOf(drop).figures()).toMatchObject({ phase: "over", present: 1 });
  expect(await runDurableObjectAlarm(env.WAITING_ROOM.getByName(drop)), "nothing rings any more").toBe(false);
  const kept = (await listDurableObjectIds(env.WAITING_DOOR)).map(async (id) =>
    runInDurableObject(env.WAITING_DOOR.get(id), (_, { storage }) => storage.kv.get<{ facts: { id: string } }>("door")),
  );
  expect((await Promise.all(kept)).filter((door) => door?.facts.id === drop)).toEqual([]);
});

test("a full door takes nobody more in, and says so", async () => {
  const facts = factsFor(`drop-${crypto.randomUUID()}`, 60_000);
  const door = env.WAITING_DOOR.getByName(`${facts.id}:0`);
  await (door as unknown as DoorKeeper).join({ facts, holder: "device:first", proof: proofOf("first") });
  await runInDurableObject(door, async (_, { storage }) => {
    const state = storage.kv.get<{ tickets: number }>("door");
    storage.kv.put("door", { ...state, tickets: 10_000 });
  });
  await evictDurableObject(door);
  const full = await (door as unknown as DoorKeeper).join({ facts, holder: "device:one-more", proof: proofOf("more") });
  expect(full).toEqual({ ok: false, problem: { code: "drop.room_full" } });
  expect(await (door as unknown as DoorKeeper).join({ facts, holder: "device:first", proof: null })).toMatchObject({
    value: { state: "before" },
  });
});

test("a visitor without a proof stands in line a minute later, behind those with one", async () => {
  const facts = factsFor(`drop-${crypto.randomUUID()}`, -1_000);
  const [slow, quick] = ["device:slow", "device:quick"];
  expect(await doorAt(facts.id, slow).join({ facts, holder: slow, proof: null })).toMatchObject({
    value: { state: "resting", untilMs: Date.now() + 60_000 },
  });
  await turnsLater(facts.id, 1_000, 2);
  await doorAt(facts.id, quick).join({ facts, holder: quick, proof: proofOf("quick") });
  await turnsLater(facts.id, 30_000, 3);
  expect(await doorAt(facts.id, quick).place(facts, quick)).toMatchObject({ state: "waiting", before: 0 });
  expect(await doorAt(facts.id, slow).place(facts, slow)).toMatchObject({ state: "waiting", before: 1 });
});

test("what is no ticket, no drop or too often is refused by name", async () => {
  const skus = await seedGoods(1);
  const drop = await announce(skus, 60_000);
  const shopper = visitor();
  expect(refusal((await shopper.place(drop)) as never)).toBe("403 drop.ticket_invalid");
  expect(
    refusal((await shopper.call("GET", `/api/drops/${drop}/place`, undefined, { "drop-ticket": "x.y" })) as never),
  ).toBe("403 drop.ticket_invalid");
  expect(refusal((await shopper.challenge("no-such-drop")) as never)).toBe("404 drop.unknown");
  expect(refusal((await shopper.call("GET", "/api/drops/NO_DROP")) as never)).toBe("422 request.invalid");
  expect(refusal((await shopper.call("GET", "/api/drops/no-such-drop")) as never)).toBe("404 drop.unknown");
  expect(await shopper.call("GET", `/api/drops/${drop}`)).toMatchObject({
    status: 200,
    body: { state: "announced", skus },
  });
  const draft = await announce(await seedGoods(1), 60_000, { status: "draft" });
  expect(refusal((await shopper.call("GET", `/api/drops/${draft}`)) as never)).toBe("404 drop.unknown");
  const flood = Array.from({ length: LIMITS["drop.challenge"].limit + 1 }, () =>
    shopper.call("POST", "/api/drops/no-such-drop/challenge", undefined, { "cf-connecting-ip": "198.51.100.9" }),
  );
  const statuses = (await Promise.all(flood)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
});

test("staff make, read, change and cancel a drop, never over somebody else's change", async () => {
  const skus = await seedGoods(2);
  const body = dropBody([skus[0] ?? ""], 60_000);
  const put = (id: string, over = {}) => askAsStaff("PUT", `/api/admin/drops/${id}`, { ...body, ...over });
  const id = `staff-${crypto.randomUUID().slice(0, 8)}`;
  expect(await put(id)).toMatchObject({ status: 200, body: { version: 1, title: "A drop" } });
  expect(await put(id), "sent twice, made once").toMatchObject({ status: 200, body: { version: 1 } });
  expect(refusal(await put(id, { title: "Another" }))).toBe("409 drop.changed_meanwhile");
  expect(await put(id, { title: "Another", version: 1 })).toMatchObject({ status: 200, body: { version: 2 } });
  expect(refusal(await put("other-drop"))).toBe("409 drop.sku_taken");
  expect(refusal(await put("other-drop", { skus: ["NO-SUCH-SKU"] }))).toBe("422 drop.sku_unknown");
  expect(refusal(await put("other-drop", { closesAtMs: 1 }))).toBe("422 request.invalid");
  expect(refusal(await put("other-drop", { skus: [skus[1], skus[1]] }))).toBe("422 request.invalid");
  expect(refusal(await put("Not_an_id"))).toBe("422 request.invalid");
  expect(await askAsStaff("GET", `/api/admin/drops/${id}`)).toMatchObject({
    body: { drop: { title: "Another" }, figures: { phase: "closed", present: 0 } },
  });
  expect(refusal(await askAsStaff("GET", "/api/admin/drops/no-such-drop"))).toBe("404 drop.unknown");
  const { body: listed } = await askAsStaff<{ items: { id: string }[] }>("GET", "/api/admin/drops");
  expect(listed.items.map((drop) => drop.id)).toContain(id);
  vi.setSystemTime(Date.now() + 60_001);
  expect(refusal(await put(id, { title: "Another", version: 2, opensAtMs: body.opensAtMs + 1 }))).toBe(
    "409 drop.has_opened",
  );
  expect(await put(id, { title: "Another", version: 2, status: "cancelled" })).toMatchObject({ body: { version: 3 } });
  expect(refusal((await visitor().challenge(id)) as never)).toBe("409 drop.over");
  const { results } = await env.ACCOUNTS.prepare("SELECT action FROM audit_entries WHERE subject = ?")
    .bind(`drop:${id}`)
    .all();
  expect(results).toHaveLength(3);
  const anonymous = await visitor().call("PUT", `/api/admin/drops/${id}`, body);
  expect(refusal(anonymous as never)).toBe("401 access.sign_in_needed");
});

test("no more drops are on at once than a purchase looks through", async () => {
  const [sku = ""] = await seedGoods(1);
  const { results } = await env.CATALOG.prepare("SELECT COUNT(*) AS n FROM drops").all<{ n: number }>();
  const rows = Array.from({ length: 50 }, (_, n) =>
    env.CATALOG.prepare(
      "INSERT INTO drops VALUES (?, 'Many', '[\"NONE\"]', 'announced', ?, ?, 600000, 300, 1, 0)",
    ).bind(`many-${n}`, Date.now() + 1_000, Date.now() + 60_000),
  );
  await env.CATALOG.batch(rows);
  const refused = await askAsStaff("PUT", "/api/admin/drops/one-too-many", dropBody([sku], 60_000));
  expect(refusal(refused)).toBe("409 drop.too_many");
  await env.CATALOG.exec("DELETE FROM drops WHERE title = 'Many'");
  expect((await askAsStaff("PUT", "/api/admin/drops/one-too-many", dropBody([sku], 60_000))).status).toBe(200);
  const { results: after } = await env.CATALOG.prepare("SELECT COUNT(*) AS n FROM drops").all<{ n: number }>();
  expect(after[0]?.n).toBe((results[0]?.n ?? 0) + 1);
});
