/** A bug, not a refusal: the request ends in a 500, is logged, and nothing is written. */
export class InvariantBroken extends Error {
  override name = "InvariantBroken";
}

/** Throws `InvariantBroken` unless the condition holds. For what must be true whatever the input was. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantBroken(message);
}
