CREATE TABLE `import_categories` (
	`run_id` text NOT NULL,
	`category_id` text NOT NULL,
	PRIMARY KEY(`run_id`, `category_id`)
);
--> statement-breakpoint
CREATE TABLE `export_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`format` text NOT NULL,
	`currency` text NOT NULL,
	`state` text NOT NULL,
	`by_id` text NOT NULL,
	`by_name` text NOT NULL,
	`total` integer NOT NULL,
	`products` integer NOT NULL,
	`after_id` text NOT NULL,
	`bytes` integer NOT NULL,
	`upload_id` text NOT NULL,
	`parts` text NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`step` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `export_runs_newest` ON `export_runs` (`created_at_ms`,`id`);--> statement-breakpoint
CREATE INDEX `export_runs_by_state` ON `export_runs` (`state`,`updated_at_ms`);--> statement-breakpoint
ALTER TABLE `import_chunks` ADD `counts` text;--> statement-breakpoint
ALTER TABLE `import_runs` ADD `actor` text;--> statement-breakpoint
ALTER TABLE `import_runs` ADD `journal_gone` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `import_stock` ADD `chunk` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `import_stock_by_chunk` ON `import_stock` (`run_id`,`chunk`);