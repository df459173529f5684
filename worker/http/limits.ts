/**
 * How often a shopper may do what costs the store something, by name. Accounts have their own, in
 * worker/customers/account-limits.ts. Anything not named here is damped only, by the API_DAMPER binding.
 */
import type { LimitRule } from "./counters.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Far above what a person does, and what an office behind one address does; far below what a script does. */
export const LIMITS = {
  /** New carts of one network: each is an object of its own. */
  "cart.create": { limit: 300, windowMs: MINUTE_MS },
  /** Checkouts begun from one network: each holds stock for a while. */
  "checkout.begin": { limit: 300, windowMs: MINUTE_MS },
  /** Times that one network has a checkout's form summed up: each reads prices, zones and taxes, and may ask a tax provider. */
  "checkout.sum": { limit: 600, windowMs: HOUR_MS },
  /** VAT numbers that one network has looked up: the register that is asked for them belongs to all. */
  "checkout.vat": { limit: 60, windowMs: 10 * MINUTE_MS },
  /** Calculations that one cart is worth: each is paid for. */
  "tax.calculate": { limit: 30, windowMs: HOUR_MS },
  /** Wishes to be told of a SKU: each is a mail to whoever has the address that was typed. */
  "wait.ask_of_network": { limit: 60, windowMs: HOUR_MS },
  "wait.ask_of_address": { limit: 20, windowMs: HOUR_MS },
  "wait.ask_of_sku": { limit: 5_000, windowMs: HOUR_MS },
  /** Downloads from one network, and tries to guess a link: each asks the orders' database. */
  "download.open": { limit: 300, windowMs: MINUTE_MS },
  /** Pictures fetched from one site for products that came with their addresses: no site is pressed by an import. */
  "picture.fetch_from_host": { limit: 600, windowMs: MINUTE_MS },
  /** Product feeds that no cache had, of one network: each reads thousands of variants. A company reads each a few times a day. */
  "feed.read": { limit: 120, windowMs: HOUR_MS },
  /** Carts that changes made without a connection are merged into: a browser merges once, with all it kept. */
  "cart.merge": { limit: 120, windowMs: MINUTE_MS },
  /** Challenges for a drop's waiting room: each costs the store a try of the work it asks for. */
  "drop.challenge": { limit: 300, windowMs: MINUTE_MS },
  /** Tickets of one network without a proof of work. */
  "drop.join_unproven": { limit: 10, windowMs: 10 * MINUTE_MS },
} as const satisfies Record<string, LimitRule>;
export type LimitName = keyof typeof LIMITS;

const LOOPBACK = /^(127\.|::1$|::ffff:127\.|localhost$)/i;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const GROUPS_NETWORK = 4;

/**
 * What tries are counted by: an IPv4 address, or an IPv6 network of 64 bits, since a household is given all of one (RFC
 * 6177). Null without an address, or for this machine itself: nothing is limited there. Cloudflare sets the address at
 * its edge, so a visitor can neither leave it out nor make it up.
 */
export function networkOf(address: string | null | undefined): string | null {
  if (!address || LOOPBACK.test(address)) return null;
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(":")) return mapped ?? address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  const whole = [...groups, ...Array<string>(zeros).fill("0"), ...rest];
  return `${whole
    .slice(0, GROUPS_NETWORK)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
