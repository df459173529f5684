CREATE TABLE `product_version_parts` (
	`product_id` text NOT NULL,
	`part` text NOT NULL,
	`last_version` integer NOT NULL,
	`content` text,
	`bytes` integer NOT NULL,
	PRIMARY KEY(`product_id`, `part`, `last_version`)
);
--> statement-breakpoint
CREATE TABLE `product_versions` (
	`product_id` text NOT NULL,
	`version` integer NOT NULL,
	`at_ms` integer NOT NULL,
	`by_id` text NOT NULL,
	`by_name` text NOT NULL,
	`source` text NOT NULL,
	`note` text NOT NULL,
	PRIMARY KEY(`product_id`, `version`)
);
--> statement-breakpoint
ALTER TABLE `product_translations` ADD `seo_title` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `product_translations` ADD `seo_description` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `products` ADD `markets` text;--> statement-breakpoint
ALTER TABLE `products` ADD `publish_from_ms` integer;--> statement-breakpoint
ALTER TABLE `products` ADD `publish_until_ms` integer;--> statement-breakpoint
ALTER TABLE `products` ADD `publish_due_ms` integer;--> statement-breakpoint
ALTER TABLE `products` ADD `tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `products` ADD `options` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
CREATE INDEX `products_due` ON `products` (`publish_due_ms`) WHERE publish_due_ms IS NOT NULL;--> statement-breakpoint
ALTER TABLE `variants` ADD `offered` integer DEFAULT true NOT NULL;