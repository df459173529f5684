/** Who fetches a picture from where an import found it. */
import type { Outcome } from "../../base/outcome.ts";

/** It will not be otherwise later: `why` is for people. */
export type FetchProblem = { code: "picture.not_fetched"; why: string };
/** Throws where a later try may succeed: a timeout, a server that is down or busy. */
export type PictureFetcher = (address: string) => Promise<Outcome<Uint8Array, FetchProblem>>;
