CREATE TABLE `vat_rechecks` (
	`order_id` text PRIMARY KEY NOT NULL,
	`vat_number` text NOT NULL,
	`treatment` text NOT NULL,
	`state` text NOT NULL,
	`tries` integer NOT NULL,
	`next_at_ms` integer,
	`answered_at_ms` integer,
	`consultation` text NOT NULL,
	`settled_by_name` text,
	`settled_at_ms` integer,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `vat_rechecks_due` ON `vat_rechecks` (`next_at_ms`) WHERE next_at_ms IS NOT NULL;--> statement-breakpoint
CREATE INDEX `vat_rechecks_by_state` ON `vat_rechecks` (`state`,`answered_at_ms`);