-- Two generations of the index, so that one is built beside the one that serves. Rows of the full texts are found by `rowid`,
-- which is `number` of the documents; words come in folded (worker/search/fold-text.ts), so the tokenizer only splits them at blanks.
-- What is its own key has no second copy (`WITHOUT ROWID`). The index is made again from the catalogue by the next sweep.
CREATE TABLE `search_completions_a` (
	`beginning` text NOT NULL,
	`level` integer NOT NULL,
	`term` text NOT NULL,
	PRIMARY KEY(`beginning`, `level`, `term`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `search_completions_b` (
	`beginning` text NOT NULL,
	`level` integer NOT NULL,
	`term` text NOT NULL,
	PRIMARY KEY(`beginning`, `level`, `term`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `search_documents_a` (
	`number` integer PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`language` text NOT NULL,
	`words_in` text NOT NULL,
	`shard` integer NOT NULL,
	`version` integer NOT NULL,
	`rank` integer NOT NULL,
	`in_stock` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`markets` text NOT NULL,
	`prices` text NOT NULL,
	`label` text NOT NULL,
	`facts` text NOT NULL,
	`title` text NOT NULL,
	`brand` text NOT NULL,
	`category` text NOT NULL,
	`codes` text NOT NULL,
	`text` text NOT NULL,
	`kinds` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `search_by_product_a` ON `search_documents_a` (`product_id`);--> statement-breakpoint
CREATE INDEX `search_by_shard_a` ON `search_documents_a` (`shard`);--> statement-breakpoint
CREATE TABLE `search_documents_b` (
	`number` integer PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`language` text NOT NULL,
	`words_in` text NOT NULL,
	`shard` integer NOT NULL,
	`version` integer NOT NULL,
	`rank` integer NOT NULL,
	`in_stock` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`markets` text NOT NULL,
	`prices` text NOT NULL,
	`label` text NOT NULL,
	`facts` text NOT NULL,
	`title` text NOT NULL,
	`brand` text NOT NULL,
	`category` text NOT NULL,
	`codes` text NOT NULL,
	`text` text NOT NULL,
	`kinds` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `search_by_product_b` ON `search_documents_b` (`product_id`);--> statement-breakpoint
CREATE INDEX `search_by_shard_b` ON `search_documents_b` (`shard`);--> statement-breakpoint
CREATE TABLE `search_keys_a` (
	`key` text NOT NULL,
	`term` text NOT NULL,
	PRIMARY KEY(`key`, `term`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `search_keys_b` (
	`key` text NOT NULL,
	`term` text NOT NULL,
	PRIMARY KEY(`key`, `term`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `search_state` (
	`id` integer PRIMARY KEY NOT NULL,
	`epoch` integer NOT NULL,
	`state` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_term_kinds_a` (
	`term` text NOT NULL,
	`kind` text NOT NULL,
	`documents` integer NOT NULL,
	PRIMARY KEY(`term`, `kind`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `search_term_kinds_b` (
	`term` text NOT NULL,
	`kind` text NOT NULL,
	`documents` integer NOT NULL,
	PRIMARY KEY(`term`, `kind`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `search_terms_a` (
	`term` text PRIMARY KEY NOT NULL,
	`documents` integer NOT NULL,
	`named` integer NOT NULL,
	`level` integer DEFAULT -1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_terms_b` (
	`term` text PRIMARY KEY NOT NULL,
	`documents` integer NOT NULL,
	`named` integer NOT NULL,
	`level` integer DEFAULT -1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_totals_a` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_totals_b` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `search_names_a` USING fts5(
	title, brand, category, codes, kinds,
	content = '', contentless_delete = 1, tokenize = 'ascii tokenchars ''!#$%&()*+,-./:;<=>?@[]^_{|}~'''
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `search_words_a` USING fts5(
	words,
	content = '', contentless_delete = 1, detail = none, tokenize = 'ascii tokenchars ''!#$%&()*+,-./:;<=>?@[]^_{|}~'''
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `search_names_b` USING fts5(
	title, brand, category, codes, kinds,
	content = '', contentless_delete = 1, tokenize = 'ascii tokenchars ''!#$%&()*+,-./:;<=>?@[]^_{|}~'''
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `search_words_b` USING fts5(
	words,
	content = '', contentless_delete = 1, detail = none, tokenize = 'ascii tokenchars ''!#$%&()*+,-./:;<=>?@[]^_{|}~'''
);
