/** Brands and collections whole, as an export has them: a stretch at a time, in the order of their ids. */
import { and, asc, gt, isNull, sql } from "drizzle-orm";
import { LANGUAGES } from "../../markets/markets.ts";
import type { Database } from "../../world.ts";
import { type Brand, brandKeyOf } from "./brand.ts";
import { brandNames, brands, brandTranslations } from "./brand-tables.ts";
import type { Collection } from "./collection.ts";
import { listCollections, readCollection } from "./collection-store.ts";

const BRANDS_A_TURN = 500;

/** What staff say of a brand; `aliases` are the folded names that lead to it besides its own. */
export type WholeBrand = Pick<Brand, "id" | "slug" | "name" | "logoKey" | "archived" | "translations"> & {
  aliases: string[];
};

/** Without those that were joined with another: their names are the other's. */
export async function* listWholeBrands(db: Database): AsyncGenerator<WholeBrand[]> {
  for (let after = ""; ; ) {
    const rows = await db
      .select()
      .from(brands)
      .where(and(gt(brands.id, after), isNull(brands.mergedInto)))
      .orderBy(asc(brands.id))
      .limit(BRANDS_A_TURN);
    const last = rows.at(-1);
    if (!last) return;
    const ids = sql`(SELECT value FROM json_each(${JSON.stringify(rows.map(({ id }) => id))}))`;
    const [names, texts] = await db.batch([
      db.select().from(brandNames).where(sql`${brandNames.brandId} IN ${ids}`),
      db.select().from(brandTranslations).where(sql`${brandTranslations.brandId} IN ${ids}`),
    ]);
    const [namesOf, textsOf] = [
      Map.groupBy(names, ({ brandId }) => brandId),
      Map.groupBy(texts, ({ brandId }) => brandId),
    ];
    yield rows.map(({ id, slug, name, logoKey, archived }) => {
      const own = brandKeyOf(name);
      const aliases = (namesOf.get(id) ?? []).map(({ nameKey }) => nameKey).filter((key) => key !== own);
      const translations = inLanguages(textsOf.get(id) ?? [], ({ description, seoTitle, seoDescription }) => ({
        description,
        seoTitle,
        seoDescription,
      }));
      return { id, slug, name, aliases: aliases.toSorted(), logoKey, archived, translations };
    });
    after = last.id;
  }
}

export type WholeCollection = Omit<Collection, "version" | "updatedAtMs" | "kind"> & { productIds: readonly string[] };

/** At most `COLLECTIONS_MAX`. */
export async function listWholeCollections(db: Database): Promise<WholeCollection[]> {
  const found: WholeCollection[] = [];
  for (const collection of await listCollections(db)) {
    const { id, kind, rule, imageKey, published, archived, position, translations } = collection;
    const productIds = kind === "hand" ? ((await readCollection(db, id))?.productIds ?? []) : [];
    const texts = LANGUAGES.flatMap((language) => {
      const text = translations[language];
      return text ? [{ language, ...text }] : [];
    });
    found.push({
      id,
      rule,
      productIds,
      imageKey,
      published,
      archived,
      position,
      translations: inLanguages(texts, ({ slug, name, description, seoTitle, seoDescription }) => ({
        slug,
        name,
        description,
        seoTitle,
        seoDescription,
      })),
    });
  }
  return found.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** By language, in the order every list of languages has. */
const inLanguages = <Row extends { language: (typeof LANGUAGES)[number] }, Text>(
  rows: readonly Row[],
  textOf: (row: Row) => Text,
): Partial<Record<(typeof LANGUAGES)[number], Text>> =>
  Object.fromEntries(
    LANGUAGES.flatMap((language) => {
      const row = rows.find((each) => each.language === language);
      return row ? [[language, textOf(row)] as const] : [];
    }),
  );
