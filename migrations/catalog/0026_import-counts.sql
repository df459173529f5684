ALTER TABLE `import_runs` ADD `undone_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `import_runs` ADD `left_count` integer DEFAULT 0 NOT NULL;