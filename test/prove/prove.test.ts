/** The proof in short: real buyers, a provider on a bad day, and a store that is killed twice while it sells. */
import { expect, test } from "vitest";
import { pictureOf } from "../../tools/prove/picture.ts";
import { prove } from "../../tools/prove/prove.ts";

test("a store that is killed while it sells breaks no promise", { timeout: 300_000 }, async () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const said: string[] = [];
  const proof = await prove({ seed, buyers: 30, seconds: 12, kills: 2, say: (line) => void said.push(line) });
  expect({ breaches: proof.breaches, findings: proof.findings }, `seed ${seed}\n${said.join("\n")}`).toEqual({
    breaches: [],
    findings: [],
  });
  expect(proof.figures.orders).toBeGreaterThan(0);
  expect(proof.figures.sold).toBeGreaterThan(0);
  expect(proof.run.killsMs).toHaveLength(2);
  expect(proof.unanswered).toBeGreaterThan(0);
  expect(pictureOf(proof.facts, proof.run)).toContain("units held");
});
