/** Reads and writes what staff wrote for the store's own pages. */
import { and, asc, eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import { LOCALES, type Locale } from "../markets/markets.ts";
import type { Database } from "../world.ts";
import { CONTENT_PAGES, type ContentName, type KeptContent } from "./content-page.ts";
import { contentPages } from "./content-tables.ts";

export async function readContent(db: Database, name: ContentName): Promise<KeptContent | null> {
  const [row] = await db
    .select()
    .from(contentPages)
    .where(and(eq(contentPages.page, name.page), eq(contentPages.locale, name.locale)));
  return row ?? null;
}

const { page, locale, title, description, archived, version, updatedAtMs } = contentPages;

/** Without their bodies: every one, or those of a locale; archived ones too. */
export async function listContent(db: Database, of: Locale | null = null): Promise<Omit<KeptContent, "body">[]> {
  return db
    .select({ page, locale, title, description, archived, version, updatedAtMs })
    .from(contentPages)
    .where(of ? eq(locale, of) : undefined)
    .orderBy(asc(locale), asc(page))
    .limit(CONTENT_PAGES.length * LOCALES.length);
}

/** Fails the batch where it has another version by now. */
export function contentSave(db: Database, content: KeptContent, hadVersion: number): BatchItem<"sqlite"> {
  if (hadVersion === 0) return db.insert(contentPages).values(content);
  const { page: of, locale: inLocale, ...row } = content;
  return statement(
    db,
    sql`UPDATE content_pages SET title = ${row.title}, description = ${row.description}, body = ${row.body},
      archived = ${row.archived ? 1 : 0}, version = CASE version WHEN ${hadVersion} THEN ${row.version} END,
      updated_at_ms = ${row.updatedAtMs} WHERE page = ${of} AND locale = ${inLocale}`,
  );
}
