/** Looks up what an import talks about, and decides what it comes to. Writes nothing. */
import { assert } from "../base/assert.ts";
import { hexOf } from "../base/hex.ts";
import { readComponents } from "../catalog/bundles/bundle-store.ts";
import { readCategoryRows } from "../catalog/category-store.ts";
import { readDigitalGoods } from "../catalog/digital/digital-store.ts";
import { listPriceLists } from "../catalog/price-list-store.ts";
import type { ProductRecord } from "../catalog/product-document.ts";
import { findMatches, findSlugOwners } from "../catalog/product-match-store.ts";
import { readProductRecords } from "../catalog/product-record-store.ts";
import type { Markets } from "../markets/markets.ts";
import { unknownMarkets } from "../markets/unknown-markets.ts";
import { type PriceList, wrongInList } from "../pricing/price-list.ts";
import type { World } from "../world.ts";
import { type ImportName, namesOf } from "./import-names.ts";
import { type Decision, decideImport, type Known, productIdOf, type Refusal, slugWishesOf } from "./import-plan.ts";
import { listArchivedByUndo } from "./import-run-store.ts";
import { chooseSlugs, importWriteOf, languagesToSlug, skusOf } from "./import-writes.ts";
import type { ImportedProduct } from "./imported-product.ts";
import { digitalSkus, refusedDownloads } from "./refused-downloads-flow.ts";
import { isSameAs } from "./same-product.ts";

export type Plan = {
  decisions: readonly Decision[];
  refusals: readonly Refusal[];
  changes: readonly ReturnType<typeof importWriteOf>[];
  /** Of each product that is here: the version the changes were made on. */
  versions: ReadonlyMap<string, number>;
  /** Categories that updated products were in, whose pages may show them no longer. */
  categoriesLeft: readonly string[];
  categories: Awaited<ReturnType<typeof readCategoryRows>>["rows"];
  /** Where products of the file may name each other: what is called otherwise here. */
  names: readonly ImportName[];
};
type PlanAsk = {
  products: readonly ImportedProduct[];
  openingQuantity: number;
  dryRun: boolean;
  chunk?: { mayLink: boolean };
};

export async function planImport(world: World, ask: PlanAsk, hashes: readonly string[]): Promise<Plan> {
  const made = ask.products.map(() => world.newId());
  const [matches, { rows: categories }, lists] = await Promise.all([
    findMatches(world.catalog, keysOf(ask.products, made)),
    readCategoryRows(world.catalog),
    listPriceLists(world.catalog),
  ]);
  const known = { ...matches, undone: new Set<string>() };
  const { decisions, refusals } = decideImport(ask.products, hashes, made, known);
  // A dry run comes before the categories of its file are made.
  if (!ask.dryRun) refusals.push(...unknownCategories(ask.products, new Set(categories.map((row) => row.id))));
  refusals.push(...wrongPrices(ask.products, lists), ...wrongMarkets(ask.products, await world.markets()));
  refusals.push(...(await refusedDownloads(world, ask.products)));
  const changing = decisions.filter((decision) => decision.kind !== "unchanged");
  const records = await recordsOf(world, changing);
  const whole = { ...known, undone: await listArchivedByUndo(world.catalog, archivedOf(records)) };
  const { changes, unslugged } = await changesOf(world, ask, decisions, records, whole);
  return {
    decisions: decisions.map((decision) =>
      changes.has(decision) || decision.kind === "unchanged" ? decision : { ...decision, kind: "unchanged" },
    ),
    refusals: [...refusals, ...unslugged],
    changes: [...changes.values()],
    versions: new Map([...records].map(([id, { product }]) => [id, product.version])),
    categoriesLeft: [
      ...new Set([...records.values()].flatMap((record) => record.memberships.map((row) => row.categoryId))),
    ],
    categories,
    names: ask.chunk?.mayLink ? await namesOfAll(world, decisions, records, whole) : [],
  };
}

/** A product that is left as it is may be called otherwise too; it is read where its SKUs alone do not tell. */
async function namesOfAll(
  world: World,
  decisions: readonly Decision[],
  records: ReadonlyMap<string, ProductRecord>,
  known: Known,
): Promise<ImportName[]> {
  const isTold = ({ kind, productId, ask }: Decision) =>
    kind !== "unchanged" || ask.variants.every(({ sku }) => known.bySku.get(sku) === productId);
  const ids = decisions.filter((decision) => !isTold(decision)).map(({ productId }) => productId);
  const others = new Map((await readProductRecords(world.catalog, ids)).map((record) => [record.product.id, record]));
  return decisions.flatMap((decision) => {
    const { productId } = decision;
    return namesOf(decision, skusOf(decision, records.get(productId) ?? others.get(productId) ?? null, known));
  });
}

/** What is written of each decision. One that would leave its product as it is is not among them. */
async function changesOf(
  world: World,
  ask: PlanAsk,
  decisions: readonly Decision[],
  records: ReadonlyMap<string, ProductRecord>,
  known: Known,
) {
  const slugged = decisions
    .filter(({ kind }) => kind !== "unchanged")
    .map((decision) => {
      const record = records.get(decision.productId) ?? null;
      const skus = skusOf(decision, record, known);
      return { decision, record, skus, languages: languagesToSlug(decision, record) };
    });
  const wishes = slugged.flatMap(({ decision, languages }) =>
    languages.flatMap((each) => slugWishesOf(decision, each)),
  );
  const owners = await findSlugOwners(world.catalog, wishes);
  const downloads = await readDigitalGoods(world.catalog, digitalSkus(ask.products));
  const bundles = await readComponents(
    world.catalog,
    slugged.flatMap(({ decision, skus }) =>
      decision.ask.variants.flatMap(({ sku, components }, at) => (components ? [skus[at] ?? sku] : [])),
    ),
  );
  const changes = new Map<Decision, ReturnType<typeof importWriteOf>>();
  const unslugged: Refusal[] = [];
  for (const { decision, record, skus, languages } of slugged) {
    const slugs = chooseSlugs(decision, languages, owners);
    const at = `products.${decisions.indexOf(decision)}.translations`;
    for (const language of languages.filter((each) => !slugs.has(each)))
      unslugged.push({ path: `${at}.${language}.slug`, why: "another product has this slug" });
    const change = importWriteOf(decision, record, slugs, known, ask.openingQuantity);
    if (
      !record ||
      change.quantities.length > 0 ||
      isLinkedOtherwise(decision.ask, skus, record, bundles) ||
      !isSameAs(change.write, record, { barcodes: known.byBarcode, downloads })
    )
      changes.set(decision, change);
  }
  return { changes, unslugged };
}

/** What it names of others is written after all products are there, onto the version that this import leaves. */
const isLinkedOtherwise = (
  { relatedIds, variants }: ImportedProduct,
  skus: readonly string[],
  record: ProductRecord,
  bundles: Awaited<ReturnType<typeof readComponents>>,
): boolean =>
  (relatedIds !== undefined && JSON.stringify(relatedIds) !== JSON.stringify(record.relatedIds)) ||
  variants.some(({ sku, components }, at) => components !== undefined && !bundles.has(skus[at] ?? sku));

const archivedOf = (records: ReadonlyMap<string, ProductRecord>) =>
  [...records.values()].flatMap(({ product }) => (product.status === "archived" ? [product.id] : []));

async function recordsOf(world: World, changing: readonly Decision[]): Promise<Map<string, ProductRecord>> {
  const ids = changing.filter((decision) => decision.kind === "update").map((decision) => decision.productId);
  const records = await readProductRecords(world.catalog, ids);
  assert(records.length === new Set(ids).size, "a product that was found is there");
  return new Map(records.map((record) => [record.product.id, record]));
}

function keysOf(products: readonly ImportedProduct[], made: readonly string[]) {
  const variants = products.flatMap((product) => product.variants);
  return {
    ids: products.map((product, index) => productIdOf(product, made[index] ?? "")),
    externals: products.map(({ source, externalId }) => ({ source, externalId })),
    skus: variants.map((variant) => variant.sku),
    barcodes: variants.flatMap((variant) => variant.barcodes ?? []),
  };
}

const unknownCategories = (products: readonly ImportedProduct[], known: ReadonlySet<string>): Refusal[] =>
  products.flatMap(({ categoryIds, openingCategoryIds }, index) =>
    Object.entries({ categoryIds, openingCategoryIds }).flatMap(([part, ids]) =>
      (ids ?? [])
        .filter((id) => !known.has(id))
        .map((id) => ({ path: `products.${index}.${part}`, why: `there is no category ${id}` })),
    ),
  );

const wrongMarkets = (products: readonly ImportedProduct[], markets: Markets): Refusal[] =>
  products.flatMap(({ markets: soldIn }, index) =>
    unknownMarkets(
      markets,
      Object.fromEntries((soldIn ?? []).map((id, at) => [`products.${index}.markets.${at}`, id])),
    ),
  );

/** Of those that are given: what is made of them is payable. */
const wrongPrices = (products: readonly ImportedProduct[], lists: readonly PriceList[]): Refusal[] =>
  products.flatMap(({ variants }, index) =>
    variants.flatMap(({ prices }, at) =>
      Object.entries(prices ?? {}).flatMap(([listId, price]) => {
        const why = price && wrongInList(listId, { compareAtMinor: null, ...price }, lists);
        return why === null ? [] : [{ path: `products.${index}.variants.${at}.prices.${listId}`, why }];
      }),
    ),
  );

export async function hashOf(product: ImportedProduct): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(product));
  return hexOf(await crypto.subtle.digest("SHA-256", bytes));
}
