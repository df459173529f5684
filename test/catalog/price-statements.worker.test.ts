/** What an import's prices cost the database: counted in statements and rows, as D1 tells them, never in time. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { importProducts } from "../../worker/transfer/import-products-flow.ts";
import { importedProductShape } from "../../worker/transfer/imported-product.ts";
import { followLists } from "../support/follow-lists.ts";
import { importedProduct } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";
import { watchedWorld } from "../support/watched-world.ts";

const by = { id: "staff", name: "Robin Example", email: "", role: "staff", market: "en-us" } as const;
/** What an isolate keeps for some seconds is read, or not. */
const KEPT_READS = 2;
type Cost = { statements: number; read: number; written: number };

/** Of products of one variant each; `addedMinor` makes other prices of the same products. */
async function costOf(stem: string, count: number, addedMinor: number): Promise<Cost> {
  const cost: Cost = { statements: 0, read: 0, written: 0 };
  const world = watchedWorld(newTestWorld(), async (call, go) => {
    const answer = await go();
    const results = call.on === "catalog" ? [answer].flat() : [];
    for (const result of results as { meta?: D1Meta }[]) {
      cost.statements += 1;
      cost.read += result.meta?.rows_read ?? 0;
      cost.written += result.meta?.rows_written ?? 0;
    }
    return answer;
  });
  const products = Array.from({ length: count }, (_, at) => {
    const prices = { USD: { amountMinor: 1_000 + at + addedMinor } };
    const variants = [{ sku: `${stem}-${at}`, prices }];
    return importedProductShape.parse(
      importedProduct({ externalId: `${stem}-${at}`, title: `${stem} ${at}`, variants }),
    );
  });
  expect(await importProducts(world, { products, openingQuantity: 5, dryRun: false, by })).toMatchObject({ ok: true });
  return cost;
}

test("new prices of twice the products take as many statements, and read no more than in proportion", async () => {
  await followLists();
  const few = [await costOf("few", 40, 0), await costOf("few", 40, 100)] as const;
  const many = [await costOf("many", 80, 0), await costOf("many", 80, 100)] as const;
  for (const turn of [0, 1] as const) {
    expect(Math.abs(many[turn].statements - few[turn].statements)).toBeLessThanOrEqual(KEPT_READS);
    expect(many[turn].read, JSON.stringify([few, many])).toBeLessThan(2.5 * few[turn].read);
  }
});

test("lists that follow others add no statement, and less than as many rows again", async () => {
  const following = [await costOf("with", 40, 0), await costOf("with", 40, 100)] as const;
  await env.CATALOG.prepare("UPDATE price_lists SET base_id = NULL").run();
  const alone = [await costOf("without", 40, 0), await costOf("without", 40, 100)] as const;
  for (const turn of [0, 1] as const) {
    expect(Math.abs(following[turn].statements - alone[turn].statements)).toBeLessThanOrEqual(KEPT_READS);
    expect(following[turn].written, JSON.stringify([following, alone])).toBeLessThan(2 * alone[turn].written);
  }
});
