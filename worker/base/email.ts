/** Mail addresses that reach one mailbox. */

/**
 * One text for all of them: capitals are told apart by no provider found in practice, and what stands after a `+` reaches the
 * same mailbox at most. For counting and for limits, never to send to.
 */
export function mailboxOf(email: string): string {
  const address = email.trim().toLowerCase();
  const at = address.lastIndexOf("@");
  const [name = ""] = address.slice(0, Math.max(0, at)).split("+", 1);
  return at < 0 ? address : name + address.slice(at);
}
