CREATE TABLE `tax_exemptions` (
	`id` text PRIMARY KEY NOT NULL,
	`customer_id` text NOT NULL,
	`email` text NOT NULL,
	`country` text NOT NULL,
	`region` text NOT NULL,
	`kind` text NOT NULL,
	`certificate` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_until` text,
	`by_name` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`ended_at_ms` integer,
	`ended_by_name` text,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tax_exemptions_of_customer` ON `tax_exemptions` (`customer_id`,`ended_at_ms`);--> statement-breakpoint
CREATE INDEX `tax_exemptions_newest` ON `tax_exemptions` (`created_at_ms`,`id`);