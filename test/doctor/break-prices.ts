/** Each way to make prices disagree with what they follow from: by hand, in the catalogue's database. */
import { env } from "cloudflare:workers";
import { followLists } from "../support/follow-lists.ts";
import { importedProduct, importNow } from "../support/store-client.ts";
import type { Break } from "./break-books.ts";

let made = 0;
const write = (text: string, ...values: (string | number)[]) =>
  env.CATALOG.prepare(text)
    .bind(...values)
    .run();

/** A product of two variants whose złoty prices follow its euro prices. */
export async function pricedGoods(): Promise<{ productId: string; sku: string }> {
  made += 1;
  const sku = `LISTED-${made}`;
  const [cheap, dear] = [{ EUR: { amountMinor: 10_00 } }, { EUR: { amountMinor: 20_00 } }];
  // What came with the store is made first: prices of a list that is being made anew are not looked at.
  await followLists();
  const { changedIds } = await importNow([
    importedProduct({
      externalId: `listed-${made}`,
      variants: [
        { sku, options: { Size: "S" }, prices: cheap, exact: true },
        { sku: `${sku}-L`, options: { Size: "L" }, prices: dear, exact: true },
      ],
    }),
  ]);
  return { productId: changedIds[0] ?? "", sku };
}

const broken = (how: string, code: Break["code"], text: string): Break => ({
  code,
  book: "prices",
  how,
  breakIt: async () => {
    const { productId, sku } = await pricedGoods();
    await write(text, text.includes("product_prices") ? productId : sku);
    return { ids: [productId] };
  },
});

export const BREAKS_OF_PRICES: readonly Break[] = [
  broken(
    "a price that follows another and was changed by hand",
    "price.not_derived",
    "UPDATE prices SET amount_minor = amount_minor + 1000 WHERE sku = ? AND list_id = 'PLN'",
  ),
  broken(
    "a price that follows another and was deleted",
    "price.not_derived",
    "DELETE FROM prices WHERE sku = ? AND list_id = 'PLN'",
  ),
  broken(
    "a base's price that was changed by hand, and what follows it was not",
    "price.not_derived",
    "UPDATE prices SET amount_minor = 1500 WHERE sku = ? AND list_id = 'EUR'",
  ),
  broken(
    "a price that follows a price which is not there any more",
    "price.not_derived",
    "DELETE FROM prices WHERE sku = ? AND list_id = 'EUR'",
  ),
  broken(
    "a lowest price that was changed by hand",
    "price.not_lowest",
    "UPDATE product_prices SET from_minor = 1 WHERE product_id = ? AND list_id = 'EUR'",
  ),
  broken(
    "a product without the price that lists are sorted by",
    "price.not_lowest",
    "DELETE FROM product_prices WHERE product_id = ? AND list_id = 'PLN'",
  ),
];
