/** What is wrong with the downloads an import names: nobody buys a file that is not there, and a bundle is packed. */
import { skusOfBundles } from "../catalog/bundles/bundle-store.ts";
import { readUploadedFile } from "../catalog/digital/digital-store.ts";
import type { World } from "../world.ts";
import type { Refusal } from "./import-plan.ts";
import type { ImportedProduct } from "./imported-product.ts";

/** Of one request or chunk. A file that several variants share is asked for once. */
const FILES_ASKED_MAX = 500;

export const digitalSkus = (products: readonly ImportedProduct[]): string[] =>
  products.flatMap(({ variants }) => variants.filter(({ download }) => download).map(({ sku }) => sku));

export async function refusedDownloads(world: World, products: readonly ImportedProduct[]): Promise<Refusal[]> {
  const skus = digitalSkus(products);
  if (skus.length === 0) return [];
  const named = [
    ...new Set(
      products.flatMap(({ variants }) => variants.flatMap(({ download }) => download?.files.map(({ id }) => id) ?? [])),
    ),
  ];
  const asked = named.slice(0, FILES_ASKED_MAX);
  const stored = await Promise.all(asked.map((id) => readUploadedFile(world, id)));
  const there = new Map(asked.map((id, index) => [id, stored[index] ?? null]));
  const bundles = await skusOfBundles(world.catalog, skus);
  return products.flatMap(({ variants }, index) =>
    variants.flatMap(({ sku, download }, place) => {
      const path = `products.${index}.variants.${place}.download`;
      if (download && bundles.has(sku))
        return [{ path, why: "is of a bundle, or of a part of one: those are packed and shipped" }];
      return (download?.files ?? []).flatMap((file, at) => {
        const found = there.get(file.id);
        if (found === undefined)
          return [
            {
              path,
              why: `names more files than the ${FILES_ASKED_MAX} that are looked up at once: cut the file in parts`,
            },
          ];
        if (found?.bytes === file.bytes) return [];
        const why = found
          ? `is ${found.bytes} bytes long in this store`
          : "is not in this store: upload it under this id first";
        return [{ path: `${path}.files.${at}.id`, why }];
      });
    }),
  );
}
