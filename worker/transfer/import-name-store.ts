/** What products and SKUs of a run's file are called here: written with its chunks, read once all of them are there. */
import { sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import type { Database } from "../world.ts";
import type { ImportName } from "./import-names.ts";

/** For the batch of a chunk. The same again is the same. */
export const nameInserts = (db: Database, runId: string, names: readonly ImportName[]): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`INSERT INTO import_names (run_id, kind, asked, found)
      SELECT ${runId}, value ->> 'kind', value ->> 'asked', value ->> 'found' FROM json_each(${JSON.stringify(names)}) WHERE true
      ON CONFLICT (run_id, kind, asked) DO UPDATE SET found = excluded.found`,
  );

type Asked = Pick<ImportName, "kind" | "asked">;
/** What is called here as in its file is answered as it was asked. */
export async function readNames(
  db: Database,
  runId: string,
  asked: readonly Asked[],
): Promise<(kind: ImportName["kind"], asked: string) => string> {
  const rows = await db.all<ImportName>(sql`
    SELECT n.kind, n.asked, n.found FROM json_each(${JSON.stringify(asked)}) a JOIN import_names n
      ON n.run_id = ${runId} AND n.kind = a.value ->> 'kind' AND n.asked = a.value ->> 'asked'`);
  const found = new Map(rows.map((row) => [`${row.kind} ${row.asked}`, row.found]));
  return (kind, name) => found.get(`${kind} ${name}`) ?? name;
}
