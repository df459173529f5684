CREATE TABLE `bundle_components` (
	`sku` text NOT NULL,
	`component_sku` text NOT NULL,
	`quantity` integer NOT NULL,
	PRIMARY KEY(`sku`, `component_sku`),
	FOREIGN KEY (`sku`) REFERENCES `variants`(`sku`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`component_sku`) REFERENCES `variants`(`sku`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `bundles_by_component` ON `bundle_components` (`component_sku`);--> statement-breakpoint
CREATE TABLE `locations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`country` text NOT NULL,
	`priority` integer NOT NULL,
	`active` integer NOT NULL,
	`version` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `stock_policies` (
	`sku` text PRIMARY KEY NOT NULL,
	`tracked` integer NOT NULL,
	`when_out` text NOT NULL,
	`promise_max` integer NOT NULL,
	`promised_at_ms` integer,
	`safety_stock` text NOT NULL,
	`order_max` integer,
	`buyer_max` integer,
	`buckets` integer NOT NULL,
	`split_by` text,
	`version` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `stock_levels` ADD `promisable` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `stock_levels` ADD `owed` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `stock_levels` ADD `in_transit` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `stock_levels` ADD `locations` text DEFAULT '[]' NOT NULL;