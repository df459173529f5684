/** Where rates of the day are asked for: the contract of the client, and of what tests put in its place. */
import type { Outcome } from "../../base/outcome.ts";

export type FetchFailure = { code: "rates.unavailable"; why: string };
/** The feed as it was answered, unread; at most `FEED_BYTES_MAX` characters. Never throws. */
export type RateSource = () => Promise<Outcome<string, FetchFailure>>;
