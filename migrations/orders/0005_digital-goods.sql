CREATE TABLE `download_grants` (
	`order_id` text NOT NULL,
	`sku` text NOT NULL,
	`file_id` text NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`issue` integer NOT NULL,
	`downloads_max` integer NOT NULL,
	`days` integer NOT NULL,
	`used` integer NOT NULL,
	`resumed_bytes` integer NOT NULL,
	`until_ms` integer NOT NULL,
	`last_at_ms` integer,
	`revoked_at_ms` integer,
	`revoked_by` text,
	PRIMARY KEY(`order_id`, `sku`, `file_id`)
);
--> statement-breakpoint
ALTER TABLE `order_lines` ADD `digital` integer DEFAULT false NOT NULL;