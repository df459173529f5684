/** Asks the European Central Bank for its reference rates: in time, a few times, and not at all while it does not answer. */
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { whyOf } from "../../base/why.ts";
import { afterAnswer, afterFailure, askBreaker, type Breaker, CLOSED } from "../../payments/breaker.ts";
import { FEED_BYTES_MAX } from "./rate-feed.ts";
import type { FetchFailure, RateSource } from "./rate-source.ts";

const TIMEOUT_MS = 8_000;
const TRIES_MAX = 3;
/** Before the second try, and twice as long before the third; up to half of it is added by chance. */
const PAUSE_MS = 500;

type Parts = {
  fetch: typeof fetch;
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  /** From 0 to 1. */
  chance(): number;
  breaker: { current: Breaker };
};
const isolateBreaker = { current: CLOSED };
const PARTS: Parts = {
  fetch: (input, init) => fetch(input, init),
  nowMs: Date.now,
  sleep: (ms) => new Promise((wake) => setTimeout(wake, ms)),
  chance: Math.random,
  breaker: isolateBreaker,
};

/** `replaced` is for tests. */
export const rateSourceOf = (address: string, replaced: Partial<Parts> = {}): RateSource => {
  const parts = { ...PARTS, ...replaced };
  return async () => {
    let failure: FetchFailure = { code: "rates.unavailable", why: "the bank did not answer several times in a row" };
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      if (tries > 0) await parts.sleep(PAUSE_MS * 2 ** (tries - 1) * (1 + parts.chance() / 2));
      const asked = askBreaker(parts.breaker.current, parts.nowMs());
      parts.breaker.current = asked.breaker;
      if (!asked.allowed) break;
      const answer = await askOnce(parts, address);
      parts.breaker.current = answer.ok ? afterAnswer() : afterFailure(parts.breaker.current, parts.nowMs());
      if (answer.ok) return answer;
      failure = answer.problem;
    }
    return refused(failure);
  };
};

async function askOnce(parts: Parts, address: string): Promise<Outcome<string, FetchFailure>> {
  const unavailable = (why: string) => refused<FetchFailure>({ code: "rates.unavailable", why });
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await parts.fetch(address, { signal, headers: { accept: "text/xml, application/xml" } });
    if (response.ok) return done(await textOf(response));
    await response.body?.cancel();
    return unavailable(`the answer is ${response.status}`);
  } catch (error) {
    return unavailable(whyOf(error));
  }
}

/** One character more than a feed may have is enough to know that it is none. */
async function textOf(response: Response): Promise<string> {
  const [decoder, reader] = [new TextDecoder(), response.body?.getReader()];
  let text = "";
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    text += decoder.decode(read.value, { stream: true });
    if (text.length <= FEED_BYTES_MAX) continue;
    await reader?.cancel();
    return text.slice(0, FEED_BYTES_MAX + 1);
  }
  return text + decoder.decode();
}
