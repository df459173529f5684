/** Fetches pictures from other sites: a few redirects, each held to the same rules, no more bytes than a picture has, in time. */
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { whyNotFetched } from "./picture-address.ts";
import type { FetchProblem, PictureFetcher } from "./picture-fetcher.ts";
import { PICTURE_BYTES_MAX } from "./picture-inspect.ts";

const REDIRECTS_MAX = 3;
const TIMEOUT_MS = 15_000;
/** Asks to come back later. */
const BUSY = new Set([408, 425, 429]);
const problem = (why: string) => refused<FetchProblem>({ code: "picture.not_fetched", why });

/** `fetcher` is the runtime's `fetch`, which reaches public addresses only in production. */
export const pictureFetcherOf =
  (fetcher: typeof fetch): PictureFetcher =>
  async (address) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    let here = address;
    for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
      const why = whyNotFetched(here);
      if (why) return problem(`${here} ${why}`);
      const response = await fetcher(here, { redirect: "manual", signal, headers: { accept: "image/*" } });
      const next = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
      if (next === null) return readAll(response);
      await response.body?.cancel();
      if (!URL.canParse(next, here)) return problem(`${here} leads nowhere`);
      here = new URL(next, here).href;
    }
    return problem(`${address} leads on more than ${REDIRECTS_MAX} times`);
  };

async function readAll(response: Response): Promise<Outcome<Uint8Array, FetchProblem>> {
  if (BUSY.has(response.status) || response.status >= 500) {
    await response.body?.cancel();
    throw new Error(`The picture's server answers ${response.status}`);
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    return problem(`the answer is ${response.status}`);
  }
  if (Number(response.headers.get("content-length") ?? 0) > PICTURE_BYTES_MAX) {
    await response.body.cancel();
    return problem(`it is larger than ${PICTURE_BYTES_MAX} bytes`);
  }
  return readUpTo(response.body, PICTURE_BYTES_MAX);
}

/** What a server says of a body's length is not believed. */
async function readUpTo(body: ReadableStream<Uint8Array>, max: number): Promise<Outcome<Uint8Array, FetchProblem>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parts.push(read.value);
    length += read.value.length;
    if (length <= max) continue;
    await reader.cancel();
    return problem(`it is larger than ${max} bytes`);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return done(whole);
}
