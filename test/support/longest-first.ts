/** In which order files run, and which of them run where: the long ones first, so that no worker is left alone with one. */
import { statSync } from "node:fs";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * A few lines of these make many tests, or long ones: every step with every fault, or killed at every call; every page in every
 * market; what waits for a clock.
 */
const TABLES: readonly (readonly [RegExp, number])[] = [
  [/\/(faults|waits)\/|killed-|doctor\/books/, 100],
  [/pages\/lighthouse\./, 20],
  [/pages\/every-market\./, 10],
  [/pages\/catalogue\./, 3],
  [/pages\/(drops|live|looks|seen-price)\./, 2.5],
  [/pages\/(addresses|admin|admin-imports|admin-stock|purchase|tax-provider)\./, 1.7],
  // They ask, and draw nothing.
  [/pages\/(found|hostile-addresses|own-domains|structured-data)\./, 0.1],
];

/** Nothing is known yet of a fresh clone but how much there is to read. */
const weightOf = ({ moduleId }: TestSpecification): number =>
  statSync(moduleId).size * (TABLES.find(([table]) => table.test(moduleId))?.[1] ?? 1);
const byWeight = (files: readonly TestSpecification[]) => files.toSorted((a, b) => weightOf(b) - weightOf(a));

export class LongestFirst extends BaseSequencer {
  /** Each file, the heaviest first, goes where there is least to do so far. */
  override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { index = 1, count = 1 } = this.ctx.config.shard ?? {};
    const shards = Array.from({ length: count }, () => ({ weight: 0, files: [] as TestSpecification[] }));
    for (const file of byWeight(files)) {
      const lightest = shards.reduce((least, shard) => (shard.weight < least.weight ? shard : least));
      lightest.weight += weightOf(file);
      lightest.files.push(file);
    }
    return shards[index - 1]?.files ?? [];
  }

  /** A project after the other. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return byWeight(files).toSorted((a, b) => a.project.name.localeCompare(b.project.name));
  }
}
