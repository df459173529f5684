CREATE TABLE `page_purges` (
	`tag` text PRIMARY KEY NOT NULL,
	`asked_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `page_purges_oldest` ON `page_purges` (`asked_at_ms`,`tag`);