import { expect, test } from "vitest";
import { answerVies, UNKNOWN_ASKER, VIES_CASES } from "../../tools/vies-emulator.ts";
import { FAILURES_MAX } from "../../worker/payments/breaker.ts";
import { readVatNumber, type VatNumber } from "../../worker/tax/vat/vat-number.ts";
import { viesOf } from "../../worker/tax/vat/vies-client.ts";

const numberOf = (text: string): VatNumber => {
  const number = readVatNumber(text, "DE");
  if (!number) throw new Error(`${text} has the form of its country`);
  return number;
};
const SHOP = numberOf("DE123456788");

/** VIES itself, as the emulator has it; `asked` is what it was sent. */
function vies(deadlineMs = 5_000) {
  const asked: unknown[] = [];
  const clock = { nowMs: 1_000 };
  const register = viesOf("http://vies.test/rest-api", {
    deadlineMs,
    nowMs: () => clock.nowMs,
    breakers: new Map(),
    fetch: async (input, init) => {
      const request = new Request(String(input), init);
      asked.push(await request.clone().json());
      const { signal } = request;
      const cut = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      return Promise.race([answerVies(request, () => new Promise(() => undefined)), cut]);
    },
  });
  return { asked, clock, ask: (text: string, asker: VatNumber | null = SHOP) => register(numberOf(text), asker) };
}

test("a listed number is answered with its name and the number of the consultation", async () => {
  const { ask, asked } = vies();
  expect(await ask(VIES_CASES.listed)).toMatchObject({
    ok: true,
    value: { isListed: true, consultation: "WAPI000010000005", name: "Example Trading AT" },
  });
  expect(asked).toEqual([
    { countryCode: "AT", vatNumber: "U10000005", requesterMemberStateCode: "DE", requesterNumber: "123456788" },
  ]);
});

test("who does not say who asks gets no number of the consultation, and a shop outside the Union cannot say it", async () => {
  const { ask, asked } = vies();
  for (const asker of [null, numberOf("CHE123456788")])
    expect(await ask(VIES_CASES.listed, asker)).toMatchObject({ ok: true, value: { consultation: "" } });
  expect(asked.every((each) => !Object.hasOwn(each as object, "requesterNumber"))).toBe(true);
});

test("a register that does not know the shop is asked again without it", async () => {
  const { ask, asked } = vies();
  const answer = await ask(VIES_CASES.listed, numberOf(UNKNOWN_ASKER));
  expect(answer).toMatchObject({ ok: true, value: { isListed: true, consultation: "" } });
  expect(asked).toHaveLength(2);
});

test("a number that is not listed, and one the register calls impossible, are answers", async () => {
  const { ask } = vies();
  for (const number of [VIES_CASES.unlisted, VIES_CASES.refused])
    expect(await ask(number)).toMatchObject({ ok: true, value: { isListed: false } });
});

test("states that tell no names have none", async () => {
  expect(await vies().ask(VIES_CASES.nameless)).toMatchObject({ ok: true, value: { name: "", address: "" } });
});

test("a state that is down, busy or talks nonsense is no answer, and says why", async () => {
  const why = async (number: string) => {
    const answer = await vies().ask(number);
    return answer.ok ? "answered" : answer.problem.why;
  };
  expect(await why(VIES_CASES.stateDown)).toBe("MS_UNAVAILABLE");
  expect(await why(VIES_CASES.busy)).toBe("MS_MAX_CONCURRENT_REQ");
  expect(await why(VIES_CASES.garbled)).toContain("cannot be read");
});

test("a register that hangs is given up at the deadline", async () => {
  const answer = await vies(20).ask(VIES_CASES.hangs);
  expect(answer).toMatchObject({ ok: false, problem: { code: "vat.register_unavailable" } });
});

test("a state that fails several times is left alone for a while, and others are not", async () => {
  const { ask, asked, clock } = vies();
  for (let tries = 0; tries < FAILURES_MAX; tries += 1) await ask(VIES_CASES.stateDown);
  expect((await ask(VIES_CASES.listed)).ok, "the same state").toBe(false);
  expect(asked).toHaveLength(FAILURES_MAX);
  expect((await ask("DE136695976")).ok).toBe(true);
  clock.nowMs += 60_000;
  expect((await ask(VIES_CASES.listed)).ok, "after a while").toBe(true);
});
