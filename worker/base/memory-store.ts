/**
 * What an isolate remembers from one request to the next, each thing for a while. Every isolate has its own: what one
 * forgets at a change, another may still remember for as long.
 */
const all: (() => void)[] = [];

/** For what remembers in a way of its own: `forget` is called with all the others. */
export const atForgetting = (forget: () => void): void => void all.push(forget);

/** Each of a memory's things has a key of few there are: a market, a day. */
export type Memory<Key, Value> = {
  /** What is remembered, or what `read` answers now. Two that ask at once may both read. */
  recall(key: Key, nowMs: number, read: () => Promise<Value>): Promise<Value>;
  forget(): void;
};

/** By whatever clock is given: one that was set back forgets too. */
export function newMemory<Key, Value>(keptMs: number): Memory<Key, Value> {
  const kept = new Map<Key, { atMs: number; value: Value }>();
  const forget = () => kept.clear();
  atForgetting(forget);
  return {
    recall: async (key, nowMs, read) => {
      const known = kept.get(key);
      if (known && Math.abs(nowMs - known.atMs) < keptMs) return known.value;
      const value = await read();
      kept.set(key, { atMs: nowMs, value });
      return value;
    },
    forget,
  };
}

/** As an isolate that has just begun. */
export function forgetAll(): void {
  for (const forget of all) forget();
}
