/** What a store's own export says of a category and of a product: one line each, the same for the same, whatever database it comes from. */

import type { Component } from "../../catalog/bundles/bundle.ts";
import type { CategoryRow, CategoryTranslationRow } from "../../catalog/category.ts";
import type { DownloadTerms } from "../../catalog/digital/digital.ts";
import type { ProductRecord } from "../../catalog/product-document.ts";
import type { ProductTraces } from "../../catalog/product-record-store.ts";
import { LANGUAGES } from "../../markets/markets.ts";

/** Categories with those above them first, then by id. */
export function categoryLines(rows: readonly CategoryRow[], translations: readonly CategoryTranslationRow[]): string[] {
  const depths = new Map<string, number>();
  const depthOf = (id: string, seen = 0): number => {
    const parentId = rows.find((row) => row.id === id)?.parentId ?? null;
    return parentId === null || seen > rows.length ? 0 : 1 + (depths.get(parentId) ?? depthOf(parentId, seen + 1));
  };
  for (const { id } of rows) depths.set(id, depthOf(id));
  const ordered = rows.toSorted(
    (one, other) => (depths.get(one.id) ?? 0) - (depths.get(other.id) ?? 0) || (one.id < other.id ? -1 : 1),
  );
  return ordered.map(({ id, parentId, position, imageKey, archived }) => {
    const texts = LANGUAGES.flatMap((language) => {
      const text = translations.find((row) => row.categoryId === id && row.language === language);
      return text
        ? [
            [
              language,
              {
                slug: text.slug,
                name: text.name,
                description: text.description,
                seoTitle: text.seoTitle,
                seoDescription: text.seoDescription,
              },
            ] as const,
          ]
        : [];
    });
    const facts = { id, parentId, position, imageKey, ...(archived && { archived }) };
    return JSON.stringify({ category: { ...facts, translations: Object.fromEntries(texts) } });
  });
}

/** Everything of a product that is not this store's books. Lists that have no order are put in one. */
export function productLine(
  record: ProductRecord,
  traces: Pick<ProductTraces, "retiredSlugs"> & {
    barcodes: ReadonlyMap<string, readonly string[]>;
    downloads: ReadonlyMap<string, DownloadTerms>;
    components: ReadonlyMap<string, readonly Component[]>;
  },
): string {
  const { product, translations, memberships } = record;
  const { id, source, externalId, status, brand, productType, languageDefault, attributes, media, rank } = product;
  const { tags, options, markets, publishFromMs, publishUntilMs } = product;
  const texts = LANGUAGES.flatMap((language) => {
    const row = translations.find((each) => each.language === language);
    if (!row) return [];
    const { slug, title, description, descriptionHtml, seoTitle, seoDescription } = row;
    return [
      [
        language,
        {
          slug,
          title,
          description,
          ...(descriptionHtml ? { descriptionHtml } : {}),
          ...(seoTitle ? { seoTitle } : {}),
          ...(seoDescription ? { seoDescription } : {}),
        },
      ] as const,
    ];
  });
  const formerSlugs = traces.retiredSlugs
    .map(({ language, slug }) => ({ language, slug }))
    .toSorted((one, other) => (`${one.language} ${one.slug}` < `${other.language} ${other.slug}` ? -1 : 1));
  return JSON.stringify({
    product: {
      id,
      source,
      externalId: externalId ?? id,
      status,
      brand,
      productType,
      ...(product.taxClass === "standard" ? {} : { taxClass: product.taxClass }),
      languageDefault,
      translations: Object.fromEntries(texts),
      categoryIds: memberships
        .filter(({ direct }) => direct)
        .map(({ categoryId }) => categoryId)
        .toSorted(),
      attributes: attributes.map((attribute) =>
        attribute.kind === "number" && attribute.unit !== undefined
          ? { key: attribute.key, kind: attribute.kind, value: attribute.value, unit: attribute.unit }
          : { key: attribute.key, kind: attribute.kind, value: attribute.value },
      ),
      media: media.map(({ key, sourceUrl, alt }) => ({
        key,
        sourceUrl,
        alt: Object.fromEntries(
          LANGUAGES.flatMap((language) => (alt[language] === undefined ? [] : [[language, alt[language]]])),
        ),
      })),
      rank,
      tags,
      options: options.map(({ name, values }) => ({ name, values })),
      markets,
      publishFromMs,
      publishUntilMs,
      ...(record.relatedIds.length > 0 ? { relatedIds: record.relatedIds } : {}),
      ...(formerSlugs.length > 0 ? { formerSlugs } : {}),
      variants: variantsOf(record, traces),
    },
  });
}

function variantsOf(
  { variants, prices }: ProductRecord,
  { barcodes, downloads, components }: Parameters<typeof productLine>[1],
) {
  const bySku = Map.groupBy(prices, (price) => price.sku);
  const ordered = variants.toSorted((one, other) => one.position - other.position || (one.sku < other.sku ? -1 : 1));
  return ordered.map(({ sku, options, barcode, weightGrams, openingQuantity, lowStockAt, offered }) => {
    const codes = (barcodes.get(sku) ?? []).filter((code) => code !== barcode).toSorted();
    const priced = (bySku.get(sku) ?? [])
      .filter(({ derived }) => !derived)
      .toSorted((one, other) => (one.listId < other.listId ? -1 : 1))
      .map(({ sku: _sku, listId, priorMinor: _prior, ...price }) => [listId, price] as const);
    return {
      sku,
      options,
      barcodes: barcode === null ? codes : [barcode, ...codes],
      weightGrams,
      openingQuantity,
      lowStockAt,
      offered,
      prices: Object.fromEntries(priced),
      exact: true,
      ...downloadOf(downloads.get(sku)),
      ...(components.has(sku) ? { components: components.get(sku) } : {}),
    };
  });
}

/** What it is downloaded as. The files themselves stay where they are, under their ids. */
function downloadOf(terms: DownloadTerms | undefined) {
  if (!terms) return {};
  const files = terms.files.map(({ id, name, type, bytes }) => ({ id, name, type, bytes }));
  return { download: { files, downloadsMax: terms.downloadsMax, days: terms.days } };
}
