/** Files on their way in: what was begun, and which parts of it have come. */
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "../../world.ts";
import { fileParts, fileUploads } from "./digital-tables.ts";

export type FileUpload = typeof fileUploads.$inferSelect;
export type FilePart = { number: number; etag: string };

/** Null where nothing was begun under this id, or nobody finished it in time. */
export async function readUpload(db: Database, id: string, sinceMs: number): Promise<FileUpload | null> {
  const known = and(eq(fileUploads.id, id), gt(fileUploads.begunAtMs, sinceMs));
  return (await db.select().from(fileUploads).where(known).get()) ?? null;
}

/** False where another request began it first. */
export async function insertUpload(db: Database, upload: FileUpload): Promise<boolean> {
  const written = await db.insert(fileUploads).values(upload).onConflictDoNothing().returning({ id: fileUploads.id });
  return written.length === 1;
}

/** A part that was sent again stands in place of the earlier one. */
export async function replacePart(db: Database, fileId: string, { number, etag }: FilePart): Promise<void> {
  await db
    .insert(fileParts)
    .values({ fileId, number, etag })
    .onConflictDoUpdate({ target: [fileParts.fileId, fileParts.number], set: { etag } });
}

/** In their order. */
export const listParts = (db: Database, fileId: string): Promise<FilePart[]> =>
  db
    .select({ number: fileParts.number, etag: fileParts.etag })
    .from(fileParts)
    .where(eq(fileParts.fileId, fileId))
    .orderBy(asc(fileParts.number));

export async function deleteUpload(db: Database, id: string): Promise<void> {
  await db.batch([
    db.delete(fileParts).where(eq(fileParts.fileId, id)),
    db.delete(fileUploads).where(eq(fileUploads.id, id)),
  ]);
}

/** Deletes what was begun before and never finished. */
export async function deleteUploadsBefore(db: Database, beforeMs: number): Promise<void> {
  const old = sql`(SELECT id FROM file_uploads WHERE begun_at_ms <= ${beforeMs} LIMIT ${FORGOTTEN_AT_ONCE})`;
  await db.batch([
    db.delete(fileParts).where(sql`${fileParts.fileId} IN ${old}`),
    db.delete(fileUploads).where(sql`${fileUploads.id} IN ${old}`),
  ]);
}
const FORGOTTEN_AT_ONCE = 50;
