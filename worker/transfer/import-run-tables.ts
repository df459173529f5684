import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { FileProblem } from "./formats/file-problem.ts";
import type {
  ChunkCounts,
  ChunkState,
  ImportState,
  PartKind,
  RunCounts,
  RunSample,
  RunSettings,
} from "./import-run.ts";

/** Runs over files of products. What was read of a file lies in R2, under the run's id. */
export const importRuns = sqliteTable(
  "import_runs",
  {
    id: text("id").primaryKey(),
    file: text("file").notNull(),
    /** As a person calls it; empty until it is known. */
    format: text("format").notNull(),
    /** SHA-256 of the file and the settings it is read with: a program that was killed finds its run by it. */
    fingerprint: text("fingerprint").notNull(),
    state: text("state").$type<ImportState>().notNull(),
    settings: text("settings", { mode: "json" }).$type<RunSettings>().notNull(),
    /** How an uploaded file is read; null where a program reads it itself. */
    reading: text("reading", { mode: "json" }).$type<object>(),
    byId: text("by_id").notNull(),
    byName: text("by_name").notNull(),
    /** Who told it last what to do, where that is somebody else than who began it. */
    actor: text("actor", { mode: "json" }).$type<{ id: string; name: string }>(),
    /** What it did is not known any more: it cannot be undone. */
    journalGone: integer("journal_gone", { mode: "boolean" }).notNull().default(false),
    /** Chunks there are; of them, how many the present state is through with. */
    chunks: integer("chunks").notNull(),
    through: integer("through").notNull(),
    /** Products read of an uploaded file so far. */
    readThrough: integer("read_through").notNull(),
    counts: text("counts", { mode: "json" }).$type<RunCounts>().notNull(),
    problems: text("problems", { mode: "json" }).$type<readonly FileProblem[]>().notNull(),
    notes: text("notes", { mode: "json" }).$type<readonly FileProblem[]>().notNull(),
    samples: text("samples", { mode: "json" }).$type<readonly RunSample[]>().notNull(),
    /** Products and stock that an undo left alone, and why. */
    leftAlone: text("left_alone", { mode: "json" }).$type<readonly { subject: string; why: string }[]>().notNull(),
    /** Products that were taken back, counted in the batches that did so. */
    undoneCount: integer("undone_count").notNull().default(0),
    /** All that was left alone, also what `leftAlone` has no room for. */
    leftCount: integer("left_count").notNull().default(0),
    /** What it kept in R2 was dropped. */
    partsGone: integer("parts_gone", { mode: "boolean" }).notNull().default(false),
    /** Times the next step was begun without being done, and why the last of them was not; empty where that is not known. */
    tries: integer("tries").notNull().default(0),
    failure: text("failure").notNull().default(""),
    /** Goes up with each step, so that of two at once only one counts. */
    step: integer("step").notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (table) => [
    index("import_runs_newest").on(table.createdAtMs, table.id),
    index("import_runs_by_fingerprint").on(table.fingerprint),
    index("import_runs_by_state").on(table.state, table.updatedAtMs),
  ],
);

export const importChunks = sqliteTable(
  "import_chunks",
  {
    runId: text("run_id").notNull(),
    number: integer("number").notNull(),
    state: text("state").$type<ChunkState>().notNull(),
    /** Positions of products that are left out, since they were refused. */
    leftOut: text("left_out", { mode: "json" }).$type<readonly number[]>().notNull(),
    /** What was done with its products, once it is applied. */
    counts: text("counts", { mode: "json" }).$type<ChunkCounts>(),
    /** All that was refused of it, when it was checked and when it was applied. */
    problems: text("problems", { mode: "json" }).$type<readonly FileProblem[]>().notNull().default([]),
  },
  (table) => [primaryKey({ columns: [table.runId, table.number] })],
);

/** What a run did to each product, written with it: what an undo goes by. */
export const importChanges = sqliteTable(
  "import_changes",
  {
    runId: text("run_id").notNull(),
    productId: text("product_id").notNull(),
    /** 0 for a product it made. */
    versionBefore: integer("version_before").notNull(),
    versionAfter: integer("version_after").notNull(),
    /** The version that the undo left; null until then, and where it left the product alone. */
    undoneVersion: integer("undone_version"),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.productId] }),
    index("import_changes_by_product").on(table.productId),
  ],
);

/**
 * What products and SKUs of a run's file are called here, where that is something else: others of the file name them. `item` is a
 * product by its id at its source, `product` one by the id that the file gives it.
 */
export const importNames = sqliteTable(
  "import_names",
  {
    runId: text("run_id").notNull(),
    kind: text("kind").$type<"item" | "product" | "sku">().notNull(),
    asked: text("asked").notNull(),
    found: text("found").notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.kind, table.asked] })],
);

/** Categories that a run is about to make: those that stay empty go when it is taken back or undone. */
export const importCategories = sqliteTable(
  "import_categories",
  {
    runId: text("run_id").notNull(),
    categoryId: text("category_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.categoryId] })],
);

/** Attribute definitions, brands and collections that a run made, written with them: they are archived when it is taken back or undone. */
export const importParts = sqliteTable(
  "import_parts",
  {
    runId: text("run_id").notNull(),
    kind: text("kind").$type<PartKind>().notNull(),
    /** As versions of groups name it. */
    partId: text("part_id").notNull(),
    undone: integer("undone", { mode: "boolean" }).notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.runId, table.kind, table.partId] })],
);

/** By how much a run changes the stock of a SKU, written with the product and before the ledger: its entry there bears repeating. */
export const importStock = sqliteTable(
  "import_stock",
  {
    runId: text("run_id").notNull(),
    sku: text("sku").notNull(),
    productId: text("product_id").notNull(),
    delta: integer("delta").notNull(),
    /** Whose products it is of. */
    chunk: integer("chunk").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.sku] }),
    index("import_stock_by_chunk").on(table.runId, table.chunk),
  ],
);
