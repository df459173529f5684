CREATE TABLE `drops` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`skus` text NOT NULL,
	`status` text NOT NULL,
	`opens_at_ms` integer NOT NULL,
	`closes_at_ms` integer NOT NULL,
	`pass_ms` integer NOT NULL,
	`rate_per_minute` integer NOT NULL,
	`version` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `drops_by_end` ON `drops` (`status`,`closes_at_ms`);