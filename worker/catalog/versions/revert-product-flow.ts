/** Makes a product again what it was in a version. That is a new version itself, so nothing is lost by it. */
import { done, type Outcome, refused } from "../../base/outcome.ts";
import type { Viewer } from "../../customers/viewer.ts";
import type { World } from "../../world.ts";
import { readProductRecord } from "../product-record-store.ts";
import { byOf, type SaveProblem, writeProduct } from "../save-product-flow.ts";
import { differencesOf, writeBackTo } from "./version.ts";
import { readState } from "./version-store.ts";

type RevertProduct = { productId: string; version: number; to: number; by: Viewer };
export type RevertProblem = SaveProblem | { code: "product.version_unknown"; version: number };

/**
 * `version` is the one that was read; `to` the one to go back to. Answers the new version, or the one there is where
 * nothing differs. Refused where another product has its old slug by now.
 */
export async function revertProduct(
  world: World,
  { productId, version, to, by }: RevertProduct,
): Promise<Outcome<{ version: number }, RevertProblem>> {
  const record = await readProductRecord(world.catalog, productId);
  if (!record) return refused({ code: "product.unknown" });
  const current = record.product.version;
  const [then, now] = await Promise.all([
    readState(world.catalog, productId, to),
    readState(world.catalog, productId, current),
  ]);
  if (!then) return refused({ code: "product.version_unknown", version: to });
  // The state of a product that was written between the two reads is not kept under the version that was read first.
  if (current !== version || !now) return refused({ code: "product.changed_meanwhile", version: current });
  const { components: _then, ...wanted } = then;
  const { components: _now, ...had } = now;
  const differences = differencesOf({ ...had, components: [] }, { ...wanted, components: [] });
  if (differences.items.length === 0) return done({ version });
  const who = { ...byOf(by), source: "revert" as const, note: String(to) };
  const problem = await writeProduct(world, writeBackTo(record, then), record, who, {
    by,
    action: "product.reverted",
    subject: `product:${productId}`,
    before: { version },
    after: { version: version + 1, to, changed: differences.items.map(({ path }) => path) },
  });
  if (problem) return refused(problem);
  return done({ version: version + 1 });
}
