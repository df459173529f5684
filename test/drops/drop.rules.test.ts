/** The rules of a drop: when it is what, who is before whom, how many are let in, and what a pass is worth. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  admit,
  expectedWaitMs,
  nextAskBeforeMs,
  nextAskWaitingMs,
  passesFor,
  rateOf,
} from "../../worker/drops/admission.ts";
import { DOORS, doorOf, holderOf, isLive, numbersOf, shuffleKeyOf, stateOf } from "../../worker/drops/drop.ts";
import {
  passFor,
  readPass,
  readTicket,
  readVisitor,
  signPass,
  signTicket,
  signVisitor,
} from "../../worker/drops/pass.ts";
import { sign } from "../../worker/drops/signed.ts";

const SECRET = "a-secret-for-tests-only-0123456789abcdef";
const drop = { status: "announced" as const, opensAtMs: 1_000, closesAtMs: 2_000 };

test("a drop opens and closes by the clock, to the millisecond", () => {
  const states = [0, 999, 1_000, 1_999, 2_000].map((nowMs) => stateOf(drop, nowMs));
  expect(states).toEqual(["announced", "announced", "open", "open", "closed"]);
  expect(stateOf({ ...drop, status: "draft" }, 1_500)).toBe("draft");
  expect([0, 1_500, 2_000].map((nowMs) => isLive(drop, nowMs))).toEqual([true, true, false]);
  expect(isLive({ ...drop, status: "cancelled" }, 1_500)).toBe(false);
});

describe("the order at the opening", () => {
  test("gives everyone one number, and the numbers are 1 to n without a gap", () => {
    const doors = fc.array(fc.array(fc.nat(1_000), { maxLength: 40 }), { minLength: 1, maxLength: DOORS });
    fc.assert(
      fc.property(doors, (keys) => {
        const sorted = keys.map((own) => own.toSorted((one, other) => one - other));
        const numbers = numbersOf(sorted);
        expect(numbers.flat().toSorted((one, other) => one - other)).toEqual(
          Array.from({ length: sorted.flat().length }, (_, index) => index + 1),
        );
        // Who has the lower key has the lower number, whatever their door.
        const byNumber = sorted.flatMap((own, door) =>
          own.map((key, index) => [numbers[door]?.[index] ?? 0, key] as const),
        );
        const inOrder = byNumber.toSorted(([one], [other]) => one - other).map(([, key]) => key);
        expect(inOrder).toEqual(inOrder.toSorted((one, other) => one - other));
      }),
    );
  });

  test("can be checked by anyone who has the seed, and is another one with another seed", () => {
    const tickets = Array.from({ length: 500 }, (_, index) => `ticket-${index}`);
    const orderBy = (seed: string) =>
      tickets.toSorted((one, other) => shuffleKeyOf(seed, one) - shuffleKeyOf(seed, other));
    expect(orderBy("a seed")).toEqual(orderBy("a seed"));
    expect(orderBy("a seed")).not.toEqual(orderBy("another seed"));
  });

  test("favours nobody: over many seeds the first to come and the last to come are first as often", () => {
    const tickets = Array.from({ length: 4 }, (_, index) => `ticket-${index}`);
    const wins = new Map<string, number>();
    for (let seed = 0; seed < 4_000; seed += 1) {
      const [first = ""] = tickets.toSorted(
        (one, other) => shuffleKeyOf(`${seed}`, one) - shuffleKeyOf(`${seed}`, other),
      );
      wins.set(first, (wins.get(first) ?? 0) + 1);
    }
    for (const ticket of tickets) expect(Math.abs((wins.get(ticket) ?? 0) - 1_000)).toBeLessThan(130);
  });

  test("spreads visitors over the doors evenly", () => {
    const counts = Array.from({ length: DOORS }, () => 0);
    for (let visitor = 0; visitor < 100_000; visitor += 1) {
      const door = doorOf(holderOf(`0f8e7d6c-${visitor}-4a3b-9c2d-1e0f${visitor * 7919}`, null));
      counts[door] = (counts[door] ?? 0) + 1;
    }
    expect(Math.max(...counts)).toBeLessThan(6_900);
    expect(Math.min(...counts)).toBeGreaterThan(5_600);
  });
});

describe("letting in", () => {
  const turn = {
    used: 0,
    lapsed: 0,
    open: 0,
    usedLastMinute: 0,
    waiting: 1_000,
    capPerMinute: 600,
    sinceMs: 1_000,
    credit: 0,
  };

  test("nobody comes in before it is known how many units there are", () => {
    expect(admit({ ...turn, unitsLeft: null })).toMatchObject({ count: 0 });
    expect(admit({ ...turn, unitsLeft: 0 })).toMatchObject({ count: 0 });
  });

  test("no more passes are out than units are left, until some have lapsed; then three a unit at most", () => {
    expect(passesFor(10, turn)).toBe(10);
    expect(passesFor(10, { ...turn, used: 9, lapsed: 10 })).toBe(20);
    expect(passesFor(10, { ...turn, lapsed: 500 })).toBe(30);
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500), (unitsLeft, used, lapsed, open) => {
        const counted = { ...turn, used, lapsed, open };
        const { count } = admit({ ...counted, unitsLeft, sinceMs: 60_000, capPerMinute: 6_000 });
        expect(count).toBeGreaterThanOrEqual(0);
        if (count > 0) expect(open + count).toBeLessThanOrEqual(passesFor(unitsLeft, counted));
      }),
    );
  });

  test("it begins with a quarter of the rate, follows the holds that are made, and never goes over the cap", () => {
    expect(rateOf(turn, 600)).toBe(150);
    expect(rateOf({ ...turn, used: 200, usedLastMinute: 200 }, 600)).toBe(300);
    expect(rateOf({ ...turn, used: 999, usedLastMinute: 999 }, 600)).toBe(600);
    expect(rateOf({ ...turn, used: 999, usedLastMinute: 0 }, 600), "checkouts have stopped").toBe(150);
  });

  test("whole people come in, and a minute lets in the rate", () => {
    let [credit, let_] = [0, 0];
    for (let second = 0; second < 60; second += 1) {
      const turned = admit({ ...turn, unitsLeft: 10_000, credit, capPerMinute: 100 });
      credit = turned.credit;
      let_ += turned.count;
    }
    expect(let_).toBe(25);
  });

  test("a turn that comes hours late does not let everybody in", () => {
    expect(admit({ ...turn, unitsLeft: 10_000, sinceMs: 3_600_000 }).count).toBeLessThanOrEqual(13);
  });

  test("nobody stays away for long where few wait, however far the opening or their turn is", () => {
    for (let seq = 1; seq < 200; seq += 1) {
      expect(nextAskBeforeMs(3_600_000, 500, seq)).toBe(10_000);
      expect(nextAskWaitingMs(3_600_000, 500, seq, seq * 999)).toBeLessThanOrEqual(13_000);
    }
    expect(nextAskBeforeMs(3_600_000, 2_000, 1), "40 s for 50 asks a second").toBe(40_000);
  });

  test("the wait is told by the rate, and the front asks often, the far end seldom", () => {
    expect(expectedWaitMs(59, 60)).toBe(60_000);
    expect(expectedWaitMs(5, 0)).toBe(null);
    expect(nextAskWaitingMs(10_000, 6_250, 7, 0)).toBeLessThan(5_000);
    for (let seq = 1; seq < 200; seq += 1) {
      expect(nextAskWaitingMs(3_600_000, 6_250, seq, seq * 999)).toBeGreaterThanOrEqual(42_000);
      expect(nextAskWaitingMs(3_600_000, 6_250, seq, seq * 999)).toBeLessThanOrEqual(78_000);
      expect(nextAskBeforeMs(1_000, 6_250, seq)).toBeGreaterThanOrEqual(3_000);
      expect(nextAskBeforeMs(3_600_000, 6_250, seq)).toBe(120_000);
    }
  });
});

describe("a pass", () => {
  const holder = holderOf("device-1", null);
  const pass = { dropId: "lamp", holder, expiresAtMs: 5_000 };
  const text = signPass(SECRET, pass);
  const shown = (passes: readonly string[], nowMs = 4_999, holders = [holder]) =>
    passFor("lamp", { secret: SECRET, shown: passes, holders, nowMs });

  test("is good until its end, for its holder and its drop", () => {
    expect(readPass(SECRET, text)).toEqual(pass);
    expect(shown([text])).toEqual({ ok: true, value: pass });
    expect(shown([signPass(SECRET, { ...pass, dropId: "chair" }), text])).toEqual({ ok: true, value: pass });
    expect(shown([])).toEqual({ ok: true, value: null });
  });

  test("is refused by name when it is over, forged, or somebody else's", () => {
    const expired = { ok: false, problem: { code: "drop.pass_expired", dropId: "lamp" } };
    const forged = { ok: false, problem: { code: "drop.pass_forged", dropId: "lamp" } };
    expect(shown([text], 5_000)).toEqual(expired);
    expect(shown([text], 4_000, [holderOf("device-2", null)])).toEqual(forged);
    expect(shown([signPass("another-secret-0123456789abcdef0123456789", pass)])).toEqual(forged);
    const [body = "", mac = ""] = text.split(".");
    const later = Buffer.from(JSON.stringify({ d: "lamp", h: holder, e: 9_999_999 })).toString("base64url");
    for (const bad of [`${later}.${mac}`, `${body}.`, body, "", ".", "x.y", `${text}x`, "a".repeat(9_999)])
      expect(shown([bad]), bad.slice(0, 40)).toEqual(forged);
  });

  test("any text that the store did not sign is refused, and none makes it fail", () => {
    fc.assert(fc.property(fc.string(), (bad) => readPass(SECRET, bad) === null));
  });

  test("is no ticket and no device, and they are no pass", () => {
    expect(readTicket(SECRET, "lamp", text)).toBe(null);
    expect(readVisitor(SECRET, text)).toBe(null);
    expect(readPass(SECRET, signTicket(SECRET, "lamp", holder))).toBe(null);
    expect(readTicket(SECRET, "chair", signTicket(SECRET, "lamp", holder))).toBe(null);
    expect(readTicket(SECRET, "lamp", signTicket(SECRET, "lamp", holder))).toBe(holder);
    expect(readVisitor(SECRET, signVisitor(SECRET, "device-1"))).toBe("device-1");
    expect(readPass(SECRET, sign(SECRET, "drop pass", { d: 1 }))).toBe(null);
  });

  test("an account's is the same on every device", () => {
    expect(holderOf("device-1", "user-1")).toBe(holderOf("device-2", "user-1"));
    expect(holderOf("device-1", "user-1")).not.toBe(holderOf("device-1", null));
  });
});
