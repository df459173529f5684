/** Which variants are downloads, and the files themselves. */
import { eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database, World } from "../../world.ts";
import { type DigitalFile, type DownloadTerms, keyOfFile } from "./digital.ts";
import { digitalGoods } from "./digital-tables.ts";

/** By SKU; those that are no downloads are left out. */
export async function readDigitalGoods(
  db: Database,
  skus: readonly string[],
): Promise<ReadonlyMap<string, DownloadTerms>> {
  if (skus.length === 0) return new Map();
  const rows = await db
    .select()
    .from(digitalGoods)
    .where(sql`${digitalGoods.sku} IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`);
  return new Map(rows.map(({ sku, ...terms }) => [sku, terms]));
}

/** Makes a SKU a download in these terms; null: it is none any more. For a batch. */
export function digitalReplace(db: Database, sku: string, terms: DownloadTerms | null): BatchItem<"sqlite"> {
  if (!terms) return db.delete(digitalGoods).where(eq(digitalGoods.sku, sku));
  const { files, downloadsMax, days } = terms;
  const set = { files, downloadsMax, days };
  return db
    .insert(digitalGoods)
    .values({ sku, ...set })
    .onConflictDoUpdate({ target: digitalGoods.sku, set });
}

/** A file as it was uploaded; null where there is none of this id. */
export async function readUploadedFile(world: World, id: string): Promise<DigitalFile | null> {
  const head = await world.downloads.head(keyOfFile(id));
  if (!head) return null;
  const { name = id } = head.customMetadata ?? {};
  const type = head.httpMetadata?.contentType ?? "application/octet-stream";
  return { id, name: decodeURIComponent(name), type, bytes: head.size };
}

/** What R2 keeps beside a file's bytes. It keeps ASCII. */
export const metadataOf = ({ name, type }: Pick<DigitalFile, "name" | "type">) => ({
  httpMetadata: { contentType: type },
  customMetadata: { name: encodeURIComponent(name) },
});

/** Stores a file once: one that is there already is never written over. False where it is. */
export async function writeUploadedFile(
  world: World,
  file: Omit<DigitalFile, "bytes">,
  body: ReadableStream | ArrayBuffer | Blob,
): Promise<boolean> {
  const once = { ...metadataOf(file), onlyIf: { etagDoesNotMatch: "*" } };
  return (await world.downloads.put(keyOfFile(file.id), body, once)) !== null;
}
