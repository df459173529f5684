/**
 * Asks VIES, the European Commission's register of VAT numbers (REST API, `POST /check-vat-number`), while a shopper waits:
 * once, within a deadline, and not at all while it does not answer. The Commission passes each question on to the state
 * whose number it is, so a state that is down is told as a failure of the whole (`MS_UNAVAILABLE`), often with status 200.
 */
import { z } from "@hono/zod-openapi";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { whyOf } from "../../base/why.ts";
import { afterAnswer, afterFailure, askBreaker, type Breaker, CLOSED } from "../../payments/breaker.ts";
import { isInVies, type VatNumber } from "./vat-number.ts";
import type { RegisterAnswer, RegisterFailure, VatRegister } from "./vat-register.ts";

/** A shopper waits for it. */
export const VIES_DEADLINE_MS = 4_000;
/** An answer is some hundred letters. */
const ANSWER_LENGTH_MAX = 20_000;
const TEXT_MAX = 500;
/** What states write that tell no names. */
const NOT_TOLD = "---";

type Parts = {
  fetch: typeof fetch;
  nowMs(): number;
  deadlineMs: number;
  /** By state: one that is down keeps no other from being asked. */
  breakers: Map<string, Breaker>;
};
const isolateBreakers = new Map<string, Breaker>();
const PARTS: Parts = {
  fetch: (input, init) => fetch(input, init),
  nowMs: Date.now,
  deadlineMs: VIES_DEADLINE_MS,
  breakers: isolateBreakers,
};

/** `address` is where the API begins, without a slash at its end; `replaced` is for tests. */
export const viesOf = (address: string, replaced: Partial<Parts> = {}): VatRegister => {
  const parts = { ...PARTS, ...replaced };
  return async (number, asker) => {
    const asked = askBreaker(parts.breakers.get(number.prefix) ?? CLOSED, parts.nowMs());
    parts.breakers.set(number.prefix, asked.breaker);
    if (!asked.allowed) return unavailable("it did not answer several times in a row");
    const answer = await askFor(parts, address, number, asker);
    parts.breakers.set(number.prefix, answer.ok ? afterAnswer() : afterFailure(asked.breaker, parts.nowMs()));
    return answer;
  };
};

const unavailable = (why: string) => refused<RegisterFailure>({ code: "vat.register_unavailable", why });

/** Where the register does not know who asks, it is asked again without: the answer counts, and has no number. */
async function askFor(parts: Parts, address: string, number: VatNumber, asker: VatNumber | null) {
  const signal = AbortSignal.timeout(parts.deadlineMs);
  const known = asker && isInVies(asker) ? asker : null;
  const answer = await askOnce(parts, address, signal, askOf(number, known));
  const isAskerUnknown = !answer.ok && answer.problem.why === "INVALID_REQUESTER_INFO";
  return known && isAskerUnknown ? askOnce(parts, address, signal, askOf(number, null)) : answer;
}

const askOf = ({ prefix, number }: VatNumber, asker: VatNumber | null) => ({
  countryCode: prefix,
  vatNumber: number,
  ...(asker && { requesterMemberStateCode: asker.prefix, requesterNumber: asker.number }),
});

type Answer = Outcome<RegisterAnswer, RegisterFailure>;

async function askOnce(parts: Parts, address: string, signal: AbortSignal, ask: object): Promise<Answer> {
  try {
    const response = await parts.fetch(`${address}/check-vat-number`, {
      method: "POST",
      signal,
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(ask),
    });
    const text = await response.text();
    return text.length > ANSWER_LENGTH_MAX ? unavailable("the answer is too long") : readAnswer(response.status, text);
  } catch (error) {
    return unavailable(whyOf(error));
  }
}

const told = z
  .string()
  .nullish()
  .transform((text) => (!text || text.trim() === NOT_TOLD ? "" : text.trim().slice(0, TEXT_MAX)));
const answerShape = z.object({ valid: z.boolean(), requestIdentifier: told, name: told, address: told });
const failureShape = z.object({ errorWrappers: z.array(z.object({ error: z.string().max(TEXT_MAX) })).min(1) });

/** `INVALID_INPUT` is the one failure that is an answer: such a number cannot be listed. */
function readAnswer(status: number, text: string): Answer {
  const body = jsonOf(text);
  const failure = failureShape.safeParse(body).data?.errorWrappers[0]?.error;
  if (failure === "INVALID_INPUT") return done({ isListed: false, consultation: "", name: "", address: "" });
  if (failure !== undefined) return unavailable(failure);
  const answer = answerShape.safeParse(body);
  if (status !== 200 || !answer.success) return unavailable(`the answer is ${status} and cannot be read`);
  const { valid, requestIdentifier, name, address } = answer.data;
  return done({ isListed: valid, consultation: requestIdentifier, name, address });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
