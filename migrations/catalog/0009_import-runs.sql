CREATE TABLE `import_changes` (
	`run_id` text NOT NULL,
	`product_id` text NOT NULL,
	`version_before` integer NOT NULL,
	`version_after` integer NOT NULL,
	`undone_version` integer,
	PRIMARY KEY(`run_id`, `product_id`)
);
--> statement-breakpoint
CREATE INDEX `import_changes_by_product` ON `import_changes` (`product_id`);--> statement-breakpoint
CREATE TABLE `import_chunks` (
	`run_id` text NOT NULL,
	`number` integer NOT NULL,
	`state` text NOT NULL,
	`left_out` text NOT NULL,
	PRIMARY KEY(`run_id`, `number`)
);
--> statement-breakpoint
CREATE TABLE `import_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`file` text NOT NULL,
	`format` text NOT NULL,
	`fingerprint` text NOT NULL,
	`state` text NOT NULL,
	`settings` text NOT NULL,
	`reading` text,
	`by_id` text NOT NULL,
	`by_name` text NOT NULL,
	`chunks` integer NOT NULL,
	`through` integer NOT NULL,
	`read_through` integer NOT NULL,
	`counts` text NOT NULL,
	`problems` text NOT NULL,
	`notes` text NOT NULL,
	`samples` text NOT NULL,
	`left_alone` text NOT NULL,
	`step` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `import_runs_newest` ON `import_runs` (`created_at_ms`,`id`);--> statement-breakpoint
CREATE INDEX `import_runs_by_fingerprint` ON `import_runs` (`fingerprint`);--> statement-breakpoint
CREATE INDEX `import_runs_by_state` ON `import_runs` (`state`,`updated_at_ms`);--> statement-breakpoint
CREATE TABLE `import_stock` (
	`run_id` text NOT NULL,
	`sku` text NOT NULL,
	`product_id` text NOT NULL,
	`delta` integer NOT NULL,
	PRIMARY KEY(`run_id`, `sku`)
);
