CREATE TABLE `search_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`body` text NOT NULL,
	`version` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_rules_by_key` ON `search_rules` (`kind`,`scope`,`key`);--> statement-breakpoint
CREATE INDEX `search_rules_newest` ON `search_rules` (`kind`,`updated_at_ms`);