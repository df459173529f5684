import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { feedOf, SAMPLE_RATES } from "../../tools/reference-rates.ts";
import { CLOSED } from "../../worker/payments/breaker.ts";
import { crossRate, isRate, rateMoveBp } from "../../worker/pricing/rates/rate.ts";
import { rateSourceOf } from "../../worker/pricing/rates/rate-client.ts";
import { FEED_BYTES_MAX, readFeed, whyNotBelieved } from "../../worker/pricing/rates/rate-feed.ts";

const DATE = "2028-02-29";
const NOW = Date.parse(`${DATE}T15:00:00Z`);
const GOOD = feedOf(DATE);
const believe = (date: string, rates: Record<string, string>, over: object = {}) =>
  whyNotBelieved(
    { date, rates },
    { needed: ["USD"], last: { USD: "1.1000" }, keptDate: "2028-02-28", nowMs: NOW, ...over },
  );

describe("the bank's feed", () => {
  test("is read as it is published, on a leap day too", () => {
    expect(readFeed(GOOD)).toEqual({ ok: true, value: { date: DATE, rates: SAMPLE_RATES } });
    expect(readFeed(GOOD.replaceAll("'", '"'))).toMatchObject({ ok: true });
  });

  test.each([
    ["empty", "", "nothing"],
    ["spaces", " \n ", "nothing"],
    ["a page", "<!doctype html><html><body>Service unavailable</body></html>", "no envelope of the bank's"],
    ["cut off", GOOD.slice(0, -40), "no envelope of the bank's"],
    ["doubled", GOOD + GOOD, "what follows 30 currencies"],
    ["a currency twice", GOOD.replace("currency='JPY'", "currency='USD'"), "USD twice"],
    ["zero", GOOD.replace("1.1587", "0.0000"), "USD at 0.0000"],
    ["negative", GOOD.replace("1.1587", "-1.1587"), "what follows 0 currencies"],
    ["with a comma", GOOD.replace("1.1587", "1,1587"), "what follows 0 currencies"],
    ["no number", GOOD.replace("1.1587", "1.1.587"), "USD at 1.1.587"],
    ["no day", GOOD.replace(DATE, "2027-02-29"), "no single day"],
    [
      "two days",
      GOOD.replace("</Cube>\n\t</Cube>", `</Cube><Cube time='2028-02-28'></Cube>\n\t</Cube>`),
      "no single day|what follows",
    ],
    ["no currency", GOOD.replace(/\t\t\t<Cube currency.*\n/g, ""), "no currency|what follows"],
    ["another bank's", GOOD.replace("European Central Bank", "Bank of Nowhere"), "another sender"],
    ["endless", "<".repeat(FEED_BYTES_MAX + 1), "more than the feed has"],
  ])("is not read where it is %s", (_, text, what) => {
    const read = readFeed(text);
    expect(!read.ok && read.problem.code === "rates.not_as_published" && read.problem.what).toMatch(
      new RegExp(`^(${what})`),
    );
  });

  test("never makes reading throw, and what is read is whole", () => {
    fc.assert(
      fc.property(fc.nat(GOOD.length), fc.nat(40), fc.string({ maxLength: 12 }), (at, length, put) => {
        const read = readFeed(GOOD.slice(0, at) + put + GOOD.slice(at + length));
        if (read.ok) expect(Object.values(read.value.rates).every(isRate)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("rates are believed", () => {
  test("of the day, of the last working days, and of the same day again", () => {
    for (const date of [DATE, "2028-02-28"]) expect(believe(date, { USD: "1.2" })).toBeNull();
  });
  test.each([
    ["rates.of_the_future", "2028-03-02", { USD: "1.1" }, {}],
    ["rates.older_than_kept", "2028-02-27", { USD: "1.1" }, {}],
    ["rates.too_old", "2028-02-10", { USD: "1.1" }, { keptDate: null }],
    ["rates.currency_missing", DATE, { GBP: "0.8" }, {}],
    ["rates.moved_too_far", DATE, { USD: "1.3201" }, {}],
    ["rates.moved_too_far", DATE, { USD: "0.8799" }, {}],
  ])("not where they are %s: %s %j", (code, date, rates, over) => {
    expect(believe(date, rates as Record<string, string>, over)).toMatchObject({ code });
  });
  test("that moved by a fifth, and not where they moved by more", () => {
    expect([believe(DATE, { USD: "1.32" }), believe(DATE, { USD: "0.88" })]).toEqual([null, null]);
  });
});

describe("a rate between two currencies", () => {
  test.each([
    ["1.1587", "1649.30", "1423.40554"],
    ["1649.30", "1.1587", "0.00070254"],
    ["1", "0.86930", "0.8693"],
    ["1.1587", "1.1587", "1"],
  ])("of %s and %s is %s", (from, to, rate) => expect(crossRate(from, to)).toBe(rate));

  test("there and back is the same but for its last digits", () => {
    const rate = fc
      .integer({ min: 1_000, max: 99_999_999 })
      .map((digits) => `${Math.floor(digits / 10_000)}.${String(digits % 10_000).padStart(4, "0")}`)
      .filter(isRate);
    fc.assert(
      fc.property(rate, rate, (one, other) => {
        const [there, back] = [crossRate(one, other), crossRate(other, one)];
        if (isRate(there) && isRate(back)) expect(Math.abs(Number(there) * Number(back) - 1)).toBeLessThan(0.01);
      }),
    );
  });
  test("is apart by as many ten-thousandths as it moved, rounded up", () => {
    expect([
      rateMoveBp("1", "1.2"),
      rateMoveBp("1", "0.8"),
      rateMoveBp("3", "3.0001"),
      rateMoveBp("1.50", "1.5"),
    ]).toEqual([2_000, 2_000, 1, 0]);
  });
});

describe("the bank is asked", () => {
  const asking = (answers: (() => Promise<Response>)[]) => {
    const slept: number[] = [];
    let asked = 0;
    const source = rateSourceOf("http://bank.test/", {
      fetch: (() => (answers[asked++] ?? answers.at(-1))?.()) as typeof fetch,
      nowMs: () => 0,
      sleep: async (ms) => void slept.push(ms),
      chance: () => 0,
      breaker: { current: CLOSED },
    });
    return { source, slept, asked: () => asked };
  };
  const failed = async () => new Response("", { status: 503 });
  const cut = async () => Promise.reject(new Error("cut off"));

  test("again where it fails, a little later each time", async () => {
    const { source, slept } = asking([failed, cut, async () => new Response(GOOD)]);
    expect([await source(), slept]).toEqual([{ ok: true, value: GOOD }, [500, 1_000]]);
  });
  test("three times at most, and says why it did not answer", async () => {
    const { source, asked } = asking([failed]);
    expect(await source()).toEqual({ ok: false, problem: { code: "rates.unavailable", why: "the answer is 503" } });
    expect(asked()).toBe(3);
  });
  test("no more once it failed several times in a row", async () => {
    const { source, asked } = asking([cut]);
    for (let time = 0; time < 4; time += 1) await source();
    expect(asked()).toBe(5);
  });
  test("for no more than a feed has", async () => {
    const { source } = asking([async () => new Response("x".repeat(10 * FEED_BYTES_MAX))]);
    const answer = await source();
    expect(answer.ok && answer.value.length).toBe(FEED_BYTES_MAX + 1);
  });
});
