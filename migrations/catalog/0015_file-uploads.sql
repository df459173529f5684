CREATE TABLE `file_parts` (
	`file_id` text NOT NULL,
	`number` integer NOT NULL,
	`etag` text NOT NULL,
	PRIMARY KEY(`file_id`, `number`)
);
--> statement-breakpoint
CREATE TABLE `file_uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`upload_id` text NOT NULL,
	`begun_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `file_uploads_by_time` ON `file_uploads` (`begun_at_ms`);