CREATE TABLE `import_names` (
	`run_id` text NOT NULL,
	`kind` text NOT NULL,
	`asked` text NOT NULL,
	`found` text NOT NULL,
	PRIMARY KEY(`run_id`, `kind`, `asked`)
);
