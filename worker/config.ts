/** The store's settings, read from the environment in one place. A setting that production needs and lacks stops the request. */
import { assert } from "./base/assert.ts";

/** A secret that is not set is an empty text. `stripe.apiBase` is null for Stripe itself. */
export type Config = {
  /** Scheme and host of the store, no slash at the end: what pages name, and where the payment provider sends back to. */
  origin: string;
  /** `STORE_ORIGIN` as it is set, however a request came; empty where it is not. */
  storeOrigin: string;
  /**
   * What links in mails start with where a market has no domain of its own: `STORE_ORIGIN`, and never where a request says that it came, since whoever asks for a mail to
   * somebody else chooses that. Empty where it is not set. A local store takes the name it was asked under.
   */
  mailOrigin: string;
  mailFrom: string;
  stripe: { secretKey: string; webhookSecret: string; apiBase: string | null };
  authSecret: string;
  /** A token that stands for staff, for programs; empty when none is set. */
  staffToken: string;
  /** Fetches pictures that imports know by their address only. A local store does not, unless it is told to. */
  fetchPictures: boolean;
  /** Where exchange rates of the day are published; null where none are asked for. */
  ratesAddress: string | null;
  /** Where VAT numbers are looked up, no slash at the end; null where none are. */
  viesAddress: string | null;
  /** How long one of several databases of the index is waited for. */
  searchDeadlineMs: number;
  /** Whether browsers keep a copy of what was looked at, for the time without a connection. */
  offline: boolean;
  /** Keeps sent mails to be read at `/mailbox`, and delivers none. Local stores only. */
  mailbox: boolean;
};

const AUTH_SECRET_MIN = 32;
/** The European Central Bank's reference rates of the last working day. */
const BANK_ADDRESS = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml";

/** The European Commission's register of VAT numbers. */
const VIES_ADDRESS = "https://ec.europa.eu/taxation_customs/vies/rest-api";

/**
 * `origin` is where the request reached the store; empty where there was no request. Throws without an `AUTH_SECRET`.
 */
export function configOf(env: Env, origin: string): Config {
  const mailbox = env.MAILBOX === "on";
  const authSecret = env.AUTH_SECRET ?? "";
  assert(authSecret.length >= AUTH_SECRET_MIN, "AUTH_SECRET is set, with 32 characters or more");
  const local = origin || env.STORE_ORIGIN;
  return {
    // A local store is reached under several names of this machine; links then keep to the one that was asked.
    origin: mailbox ? local : env.STORE_ORIGIN || origin,
    mailOrigin: mailbox ? local : env.STORE_ORIGIN,
    storeOrigin: env.STORE_ORIGIN,
    mailFrom: env.MAIL_FROM,
    stripe: {
      secretKey: env.STRIPE_SECRET_KEY ?? "",
      webhookSecret: env.STRIPE_WEBHOOK_SECRET ?? "",
      apiBase: env.STRIPE_API_BASE || null,
    },
    authSecret,
    staffToken: env.STAFF_TOKEN ?? "",
    fetchPictures: env.PICTURE_FETCH === "on" || (env.PICTURE_FETCH !== "off" && !mailbox),
    ratesAddress: env.RATES_ADDRESS === "off" ? null : env.RATES_ADDRESS || (mailbox ? null : BANK_ADDRESS),
    viesAddress: env.VIES_ADDRESS === "off" ? null : env.VIES_ADDRESS || (mailbox ? null : VIES_ADDRESS),
    searchDeadlineMs: searchDeadlineOf(env.SEARCH_DEADLINE_MS),
    offline: env.OFFLINE !== "off",
    mailbox,
  };
}

const SEARCH_DEADLINE_MS = { unset: 1_500, min: 100, max: 30_000 };

function searchDeadlineOf(set: string | undefined): number {
  const { unset, min, max } = SEARCH_DEADLINE_MS;
  const deadlineMs = set ? Number(set) : unset;
  assert(deadlineMs >= min && deadlineMs <= max, `SEARCH_DEADLINE_MS is from ${min} to ${max}`);
  return deadlineMs;
}
