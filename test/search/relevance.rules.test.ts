/** The rules of search on 19,406 real products and queries that people judged; `npm run bench:search` has the databases' score. */
import { expect, test } from "vitest";
import { candidateOf, readJudgedProducts } from "../../bench/search/judged-catalogue.ts";
import { hasJudgedCatalogue, ndcgOf, readJudgedQueries } from "../../bench/search/judged-queries.ts";
import { localIndexOf } from "../../bench/search/local-index.ts";

const NDCG_MIN = 0.82;

test.skipIf(!hasJudgedCatalogue())(
  "shoppers' judged queries are answered as people would order them (needs ../shared/data/icecat)",
  { timeout: 300_000 },
  async () => {
    const index = await localIndexOf(readJudgedProducts().map(candidateOf));
    const scores: number[] = [];
    for (const judged of readJudgedQueries()) {
      const { ranked } = await index.search(judged.query);
      scores.push(
        ndcgOf(
          ranked.map(({ productId }) => productId),
          judged,
        ),
      );
    }
    expect(scores).toHaveLength(60);
    expect(scores.reduce((sum, score) => sum + score, 0) / scores.length).toBeGreaterThanOrEqual(NDCG_MIN);
  },
);

test("an order that people would choose scores one, its reverse less, strangers nothing", () => {
  const judged = {
    query: "q",
    marks: new Map([
      ["a", 3],
      ["b", 1],
      ["c", 0],
    ]),
  };
  expect(ndcgOf(["a", "b", "c"], judged)).toBe(1);
  // (1 / log2(2) + 7 / log2(3)) / (7 / log2(2) + 1 / log2(3))
  expect(ndcgOf(["b", "a"], judged)).toBeCloseTo(0.7098, 4);
  expect(ndcgOf(["x", "y"], judged)).toBe(0);
});
