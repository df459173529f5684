CREATE TABLE `tax_calculations` (
	`ask_hash` text PRIMARY KEY NOT NULL,
	`calculation_id` text NOT NULL,
	`answer` text NOT NULL,
	`kept_until_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tax_calculations_old` ON `tax_calculations` (`kept_until_ms`);--> statement-breakpoint
CREATE TABLE `tax_transactions` (
	`order_id` text PRIMARY KEY NOT NULL,
	`transaction_id` text NOT NULL,
	`at_ms` integer NOT NULL
);
