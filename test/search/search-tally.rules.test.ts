/** Searches are counted together, by words alone; what may be somebody's own is counted without its words. */
import { describe, expect, test } from "vitest";
import {
  countedAs,
  type Noted,
  newTallies,
  PLACE_MAX,
  TALLIES_MAX,
  tally,
} from "../../worker/search/staff/search-tally.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const made = (q: string, over: Partial<Extract<Noted, { kind: "made" }>> = {}): Noted => ({
  ...{ kind: "made", market: "en-us", q, network: "a", atMs: NOON, shown: q.toLowerCase(), found: 3, whole: true },
  ...over,
});

const counted = (...noted: Noted[]) => {
  const tallies = newTallies();
  for (const each of noted) tally(tallies, each);
  return tallies;
};

describe("searches that come together", () => {
  test("are one entry a market, day, query and network, however they are spelled; the last says what was found", () => {
    const { searches, clicks } = counted(
      made("USB-C hub"),
      made("usb c HUB", { found: 0, whole: false }),
      { kind: "seen", market: "en-us", q: "usb c hub", network: "a", atMs: NOON },
      { kind: "clicked", market: "en-us", q: "usb-c hub", network: "a", atMs: NOON, productId: "p1", place: 2 },
      { kind: "clicked", market: "en-us", q: "usb-c hub", network: "a", atMs: NOON, productId: "p1", place: 99_999 },
      { kind: "clicked", market: "en-us", q: "usb-c hub", network: "b", atMs: NOON, productId: "p1", place: 99_999 },
      made("usb c hub", { market: "en-gb" }),
      made("usb c hub", { atMs: NOON + 86_400_000 }),
    );
    expect([...searches.values()]).toMatchObject([
      { market: "en-us", day: "2026-11-21", query: "usb c hub", network: "a", made: true, found: 0, whole: false },
      { network: "b", made: false, shown: "" },
      { market: "en-gb", made: true },
      { day: "2026-11-22", made: true },
    ]);
    expect([...clicks.values()]).toMatchObject([
      { productId: "p1", network: "a", place: 2 },
      { productId: "p1", network: "b", place: PLACE_MAX },
    ]);
  });

  test("are so many at most; the rest is counted without words", () => {
    const { searches } = counted(
      ...Array.from({ length: TALLIES_MAX + 50 }, (_, index) => made(`query ${index}`, { network: `${index}` })),
    );
    expect(searches.size).toBe(TALLIES_MAX + 1);
    expect([...searches.values()].find(({ query }) => query === "")).toMatchObject({ shown: "", network: "" });
  });
});

describe("words that may be somebody's own", () => {
  test.each([
    "robin@shop.example",
    "write to a@b",
    "+49 30 1234567",
    "030 1234567",
    "(212) 555-0123",
    "01701234567",
    "DE89 3704 0044 0532 0130 00",
    "4242 4242 4242 4242",
    "7K3M-9QXD-PV2A",
  ])("%s is counted without them", (q) => {
    const { searches, clicks } = counted(made(q), {
      kind: "clicked",
      market: "en-us",
      q,
      network: "a",
      atMs: NOON,
      productId: "p",
      place: 1,
    });
    expect([...searches.values()]).toMatchObject([{ query: "", shown: "", made: true }]);
    expect(clicks.size).toBe(0);
  });

  test.each(["4006381333931", "wh-1000xm5", "usb 3.2 gen 2", "24 inch", "rtx 4070"])("%s is not", (q) => {
    expect(countedAs(q)).not.toBe("");
  });
});
