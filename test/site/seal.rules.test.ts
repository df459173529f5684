/** What a browser keeps under seal opens for this store alone, for its purpose alone, and only for its time. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openSeal, seal } from "../../site/seal.ts";

const mine = { secret: "a-secret-of-this-store-0123456789", purpose: "draft of en-us" };
const UNTIL_MS = 1_000_000;

describe("a seal", () => {
  test("gives back any text until its end, and nothing from then on", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 400 }), async (text) => {
        const sealed = await seal(mine, text, UNTIL_MS);
        expect(sealed).toMatch(/^[\w-]+$/);
        expect(await openSeal(mine, sealed, UNTIL_MS - 1)).toBe(text);
        expect(await openSeal(mine, sealed, UNTIL_MS)).toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  test("does not open when any one character of it was changed, or it was cut", async () => {
    const sealed = await seal(mine, "1 Market Street", UNTIL_MS);
    for (let at = 0; at < sealed.length - 1; at += 1) {
      const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
      expect(await openSeal(mine, changed, 0)).toBeNull();
      expect(await openSeal(mine, sealed.slice(0, at), 0)).toBeNull();
    }
  });

  test("does not open for another purpose, nor under another secret", async () => {
    const sealed = await seal(mine, "1 Market Street", UNTIL_MS);
    expect(await openSeal({ ...mine, purpose: "draft of de-de" }, sealed, 0)).toBeNull();
    expect(await openSeal({ ...mine, secret: "the-secret-of-another-store-01234" }, sealed, 0)).toBeNull();
  });

  test("of the same text never looks the same twice", async () => {
    expect(await seal(mine, "same", UNTIL_MS)).not.toBe(await seal(mine, "same", UNTIL_MS));
  });

  test.each(["", "x", "not a seal at all", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "ü?=&"])(
    "that is none (%j) opens to nothing",
    async (text) => {
      expect(await openSeal(mine, text, 0)).toBeNull();
    },
  );
});
