/**
 * Which addresses the store fetches a picture from when an import only names one. Whoever writes the import chooses the
 * address, so it must not lead to what only the store can reach (server-side request forgery; OWASP's cheat sheet on it).
 */

const ADDRESS_LENGTH_MAX = 1_000;
/** Names that are never of the public internet (RFC 6761, RFC 6762, RFC 8375, and what clouds use for themselves). */
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|intranet|private|corp|home|lan|test|invalid|onion|home\.arpa)$/;

/** What is wrong with it; null when nothing is. Only https, on its own port, by a public name: no address by number. */
export function whyNotFetched(address: string): string | null {
  if (address.length > ADDRESS_LENGTH_MAX || !URL.canParse(address)) return "is no address";
  const { protocol, hostname, port, username, password } = new URL(address);
  if (protocol !== "https:") return "is not https";
  if (port !== "") return "names a port";
  if (username !== "" || password !== "") return "holds a name or a password";
  // The URL parser has turned every way to write an IPv4 address into this one.
  if (hostname.startsWith("[") || /^[\d.]+$/.test(hostname)) return "is an address by number";
  const name = hostname.replace(/\.$/, "");
  return !name.includes(".") || PRIVATE_NAMES.test(name) ? "is no public name" : null;
}
