CREATE TABLE `import_parts` (
	`run_id` text NOT NULL,
	`kind` text NOT NULL,
	`part_id` text NOT NULL,
	`undone` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`run_id`, `kind`, `part_id`)
);
