CREATE TABLE `low_stock_alerts` (
	`sku` text PRIMARY KEY NOT NULL,
	`since_ms` integer NOT NULL,
	`digest` integer
);
--> statement-breakpoint
CREATE INDEX `alerts_untold` ON `low_stock_alerts` (`since_ms`,`sku`) WHERE digest IS NULL;--> statement-breakpoint
CREATE INDEX `alerts_by_digest` ON `low_stock_alerts` (`digest`) WHERE digest IS NOT NULL;--> statement-breakpoint
CREATE TABLE `low_stock_digests` (
	`number` integer PRIMARY KEY NOT NULL,
	`at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `low_stock_readers` (
	`user_id` text PRIMARY KEY NOT NULL,
	`since_ms` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `stock_calls` (
	`sku` text NOT NULL,
	`number` integer NOT NULL,
	`called` integer NOT NULL,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`sku`, `number`)
);
--> statement-breakpoint
CREATE INDEX `stock_calls_oldest` ON `stock_calls` (`at_ms`);--> statement-breakpoint
CREATE TABLE `stock_waits` (
	`id` text PRIMARY KEY NOT NULL,
	`sku` text NOT NULL,
	`market` text NOT NULL,
	`email` text NOT NULL,
	`email_key` text NOT NULL,
	`state` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`called_at_ms` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `stock_waits_once` ON `stock_waits` (`sku`,`email_key`);--> statement-breakpoint
CREATE INDEX `stock_waits_open` ON `stock_waits` (`sku`,`created_at_ms`,`id`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `stock_waits_called` ON `stock_waits` (`called_at_ms`) WHERE state = 'called';--> statement-breakpoint
CREATE INDEX `stock_waits_by_email` ON `stock_waits` (`email_key`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `stock_waits_oldest` ON `stock_waits` (`created_at_ms`);--> statement-breakpoint
ALTER TABLE `mailbox` ADD `headers` text DEFAULT '{}' NOT NULL;