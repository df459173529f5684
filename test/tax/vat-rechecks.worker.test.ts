/** Numbers that orders went by while the register was silent are asked about again, and staff are told what it says. */
import { env, exports } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { VIES_CASES } from "../../tools/vies-emulator.ts";
import { auditInsert, listAudit } from "../../worker/admin/audit-store.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { FIRST_SETTINGS, type TaxSettings } from "../../worker/tax/tax-settings.ts";
import { readTaxSettings, writeTaxSettings } from "../../worker/tax/tax-store.ts";
import { noteUnconfirmed, settleDenial, sweepRechecks } from "../../worker/tax/vat/recheck-vat-flow.ts";
import { nextTryMs, RECHECK_TRIES_MAX } from "../../worker/tax/vat/vat-recheck.ts";
import { listOpenDenials, readRecheck } from "../../worker/tax/vat/vat-recheck-store.ts";
import type { RegisterAnswer, VatRegister } from "../../worker/tax/vat/vat-register.ts";
import { STAFF } from "../support/doctor-books.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { askWith, fillCart, orderOf, seedGoods, sessionOf } from "../support/order-goods.ts";
import { deliver, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld, type TestWorld } from "../support/test-world.ts";

const inAustria = { line1: "Ring 1", line2: "", city: "Wien", region: "", postalCode: "1010", country: "AT" };
const MINUTE_MS = 60_000;
/** The store's own consumer tells of earlier tests' orders when it comes to it: who counts asks for a number of its own. */
const [SLOVENIAN, FRENCH] = ["SI50223054", "FR40303265045"] as const;

type Said = Partial<RegisterAnswer> | null;
/** Says so of every number, and counts how often it was asked; null: it does not answer. */
function register(said: { now: Said }): VatRegister & { asked: string[] } {
  const asked: string[] = [];
  const ask: VatRegister = async (number) => {
    asked.push(number.prefix + number.number);
    if (said.now === null) return { ok: false, problem: { code: "vat.register_unavailable", why: "test" } };
    return { ok: true, value: { isListed: true, consultation: "", name: "", address: "", ...said.now } };
  };
  return Object.assign(ask, { asked });
}
const said: { now: Said } = { now: null };
const vatRegister = register(said);
const worldAt = (aheadMs = 0): TestWorld => ({ ...newTestWorld(aheadMs), vatRegister });
const world = worldAt();

async function settle(over: Partial<TaxSettings>): Promise<void> {
  const { version } = await readTaxSettings(world.accounts);
  const settings: TaxSettings = {
    ...FIRST_SETTINGS,
    ...{ taxIds: { DE: "DE123456788" }, vatUnconfirmed: "reverse_charge", ...over },
    version: version + 1,
  };
  const entry = { by: STAFF, action: "tax.settings_saved", subject: "tax:test", before: null, after: null } as const;
  await writeTaxSettings(world.accounts, settings, { byName: "Robin Example", atMs: 0 }, auditInsert(world, entry));
}

/** A paid order of a business, whose number nobody could confirm. */
async function sold(vatNumber: string = VIES_CASES.listed): Promise<string> {
  said.now = null;
  const [sku = ""] = await seedGoods(1);
  const business = { company: "Example Trading", vatNumber };
  const shippingAddress = { name: "Alex Example", ...inAustria };
  const asked = askWith(await fillCart(world, { [sku]: 1 }, "de-de"), { shippingAddress, business });
  expect((await beginCheckout(world, asked)).ok).toBe(true);
  const sessionId = await sessionOf(world, asked.id);
  await payFor(sessionId);
  for (const message of await takeDeliveries(sessionId)) await deliver(message);
  const orderId = await orderOf(world, asked.id);
  await noteUnconfirmed(world, orderId);
  return orderId;
}
const openDenials = async () => (await listOpenDenials(world.accounts, 50)).map(({ orderId }) => orderId);
const stateOf = async (orderId: string) => {
  const row = await readRecheck(world.accounts, orderId);
  return row && `${row.state} after ${row.tries}`;
};
const send = (method: string, path: string, body?: unknown, token = "staff-token-for-tests") =>
  exports.default.fetch(`http://store.test/api/admin/tax/vat-rechecks${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", origin: "http://store.test" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

beforeEach(async () => {
  await env.ACCOUNTS.exec("DELETE FROM vat_rechecks");
  await env.ACCOUNTS.exec("DELETE FROM vat_checks");
  await settle({});
  vatRegister.asked.length = 0;
});

test("an order of a number that was not confirmed waits once, and no other order does", async () => {
  const orderId = await sold();
  const first = await readRecheck(world.accounts, orderId);
  expect(first).toMatchObject({
    vatNumber: VIES_CASES.listed,
    treatment: "reverse_charge",
    state: "waiting",
    tries: 0,
  });
  await noteUnconfirmed(worldAt(MINUTE_MS), orderId);
  expect(await readRecheck(world.accounts, orderId), "told again").toEqual(first);
  await noteUnconfirmed(world, "AAAA-BBBB-CCCC");
  expect(await readRecheck(world.accounts, "AAAA-BBBB-CCCC")).toBeNull();
});

test("it is asked about when it is time, ever later, and no more in the end", async () => {
  const orderId = await sold(SLOVENIAN);
  vatRegister.asked.length = 0;
  const asked = () => vatRegister.asked.filter((number) => number === SLOVENIAN);
  await sweepRechecks(worldAt(14 * MINUTE_MS));
  expect(asked()).toEqual([]);
  await sweepRechecks(worldAt(16 * MINUTE_MS));
  await sweepRechecks(worldAt(16 * MINUTE_MS));
  expect(asked(), "once").toHaveLength(1);
  let aheadMs = 16 * MINUTE_MS;
  for (let tries = 1; tries < RECHECK_TRIES_MAX + 3; tries += 1) {
    aheadMs += (nextTryMs(Math.min(tries, RECHECK_TRIES_MAX - 1), 0) ?? 0) + MINUTE_MS;
    await sweepRechecks(worldAt(aheadMs));
  }
  expect(asked()).toHaveLength(RECHECK_TRIES_MAX);
  expect(await stateOf(orderId)).toBe(`unanswered after ${RECHECK_TRIES_MAX}`);
});

test("an answer ends it, and the order keeps what it was charged", async () => {
  const orderId = await sold();
  said.now = { consultation: "WAPI-LATER" };
  await sweepRechecks(worldAt(16 * MINUTE_MS));
  expect(await readRecheck(world.accounts, orderId)).toMatchObject({
    ...{ state: "confirmed", tries: 1, nextAtMs: null, consultation: "WAPI-LATER" },
  });
  expect(await openDenials()).not.toContain(orderId);
  await sweepRechecks(worldAt(100 * 24 * 60 * MINUTE_MS));
  expect(await stateOf(orderId), "it is asked no more").toBe("confirmed after 1");
});

test("a denial is told until staff have seen to it, once and by name", async () => {
  const orderId = await sold();
  said.now = { isListed: false };
  await sweepRechecks(worldAt(16 * MINUTE_MS));
  expect(await stateOf(orderId)).toBe("denied after 1");
  const list = (await (await send("GET", "")).json()) as { items: { orderId: string; version: number }[] };
  const listed = list.items.find((each) => each.orderId === orderId);
  expect(listed).toMatchObject({ settledAtMs: null });
  expect(await openDenials()).toContain(orderId);
  const version = listed?.version ?? 0;
  const wrong = await send("POST", `/${orderId}/settle`, { version: version + 5 });
  expect([wrong.status, await wrong.json()]).toMatchObject([409, { code: "tax.denial_changed", version }]);
  expect((await send("POST", `/${orderId}/settle`, { version }, "nobody")).status).toBe(401);
  const both = await Promise.all([1, 2].map(() => settleDenial(world, { orderId, version }, STAFF)));
  expect(both.map(({ ok }) => ok)).toEqual([true, true]);
  expect((await send("POST", `/${orderId}/settle`, { version })).status, "the same again").toBe(200);
  expect(await openDenials()).not.toContain(orderId);
  const entries = await listAudit(world, { subject: `order:${orderId}`, limit: 10 });
  expect(entries.filter(({ action }) => action === "tax.denial_settled")).toHaveLength(1);
  expect((await send("POST", "/AAAA-BBBB-CCCC/settle", { version: 1 })).status).toBe(404);
});

test("a denial of a number that tax was charged for is on its order, and asks nothing of staff", async () => {
  await settle({ vatUnconfirmed: "charge_tax" });
  const orderId = await sold();
  said.now = { isListed: false };
  await sweepRechecks(worldAt(16 * MINUTE_MS));
  expect(await stateOf(orderId)).toBe("denied after 1");
  expect(await openDenials()).not.toContain(orderId);
});

test.each(["before", "after"] as const)("a timer that dies %s any step leaves it to be asked later", async (when) => {
  const orderId = await sold();
  let [aheadMs, steps] = [16 * MINUTE_MS, 1];
  for (let isOver = true; isOver; steps += 1) {
    said.now = { consultation: "WAPI-LATER" };
    const dying = dyingWorld(worldAt(aheadMs), steps, when);
    await sweepRechecks(dying).catch((error: unknown) => expect(wasKilled(error)).toBe(true));
    expect(await stateOf(orderId)).toMatch(/^(waiting|confirmed) after/);
    isOver = dying.over;
    aheadMs += 2 * 24 * 60 * MINUTE_MS;
  }
  expect(steps, "there are steps to die at").toBeGreaterThan(3);
  expect(await stateOf(orderId)).toMatch(/^confirmed/);
});

test("two timers at once ask once", async () => {
  const orderId = await sold(FRENCH);
  said.now = {};
  vatRegister.asked.length = 0;
  await Promise.all([sweepRechecks(worldAt(16 * MINUTE_MS)), sweepRechecks(worldAt(16 * MINUTE_MS))]);
  const asked = vatRegister.asked.filter((number) => number === FRENCH);
  expect([await stateOf(orderId), asked]).toEqual(["confirmed after 1", [FRENCH]]);
});
