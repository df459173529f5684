/** Staff are told of a saved product what is true of it: that shoppers see it is said where they do. */
import { expect, test } from "vitest";
import { savedWords } from "../../site/forms/goods/saved-words.ts";
import type { PublicationFacts } from "../../worker/catalog/publication.ts";

const NOW = 1_000;
const OUT: PublicationFacts = { status: "published", markets: null, publishFromMs: null, publishUntilMs: null };

test.each<[string, Partial<PublicationFacts>, string]>([
  ["published", {}, "admin.done.saved"],
  ["published, its time begun", { publishFromMs: NOW }, "admin.done.saved"],
  ["published, its time to come", { publishFromMs: NOW + 1 }, "goods.done.savedApart"],
  ["published, its time over", { publishUntilMs: NOW }, "goods.done.savedApart"],
  ["a draft", { status: "draft" }, "goods.done.savedDraft"],
  ["archived", { status: "archived", publishFromMs: NOW + 1 }, "goods.done.savedArchived"],
])("%s", (_, facts, words) => {
  expect(savedWords({ ...OUT, ...facts }, NOW)).toBe(words);
});
