CREATE TABLE `related_products` (
	`product_id` text NOT NULL,
	`related_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`product_id`, `related_id`),
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`related_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `retired_group_slugs` (
	`kind` text NOT NULL,
	`language` text NOT NULL,
	`slug` text NOT NULL,
	`target_id` text NOT NULL,
	PRIMARY KEY(`kind`, `language`, `slug`)
);
--> statement-breakpoint
CREATE TABLE `brand_names` (
	`name_key` text PRIMARY KEY NOT NULL,
	`brand_id` text NOT NULL,
	FOREIGN KEY (`brand_id`) REFERENCES `brands`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `brand_translations` (
	`brand_id` text NOT NULL,
	`language` text NOT NULL,
	`description` text NOT NULL,
	`seo_title` text DEFAULT '' NOT NULL,
	`seo_description` text DEFAULT '' NOT NULL,
	PRIMARY KEY(`brand_id`, `language`),
	FOREIGN KEY (`brand_id`) REFERENCES `brands`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `brands` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`logo_key` text,
	`version` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `brand_slugs` ON `brands` (`slug`);--> statement-breakpoint
CREATE TABLE `collection_products` (
	`collection_id` text NOT NULL,
	`product_id` text NOT NULL,
	`rank` integer NOT NULL,
	`until_ms` integer,
	PRIMARY KEY(`collection_id`, `product_id`),
	FOREIGN KEY (`collection_id`) REFERENCES `collections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `collection_ranked` ON `collection_products` (`collection_id`,`rank`,`product_id`);--> statement-breakpoint
CREATE INDEX `collections_of_product` ON `collection_products` (`product_id`);--> statement-breakpoint
CREATE INDEX `collection_ends` ON `collection_products` (`until_ms`) WHERE until_ms IS NOT NULL;--> statement-breakpoint
CREATE TABLE `collection_translations` (
	`collection_id` text NOT NULL,
	`language` text NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`seo_title` text DEFAULT '' NOT NULL,
	`seo_description` text DEFAULT '' NOT NULL,
	PRIMARY KEY(`collection_id`, `language`),
	FOREIGN KEY (`collection_id`) REFERENCES `collections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `collection_slugs` ON `collection_translations` (`language`,`slug`);--> statement-breakpoint
CREATE TABLE `collections` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`rule` text,
	`image_key` text,
	`published` integer NOT NULL,
	`position` integer NOT NULL,
	`version` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `attribute_definitions` (
	`product_type` text NOT NULL,
	`key` text NOT NULL,
	`kind` text NOT NULL,
	`unit` text,
	`shown_units` text NOT NULL,
	`labels` text NOT NULL,
	`facetable` integer NOT NULL,
	`required` integer NOT NULL,
	`position` integer NOT NULL,
	`version` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	PRIMARY KEY(`product_type`, `key`)
);
--> statement-breakpoint
ALTER TABLE `category_translations` ADD `seo_title` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `category_translations` ADD `seo_description` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `product_translations` ADD `description_html` text;--> statement-breakpoint
ALTER TABLE `products` ADD `brand_id` text;--> statement-breakpoint
CREATE INDEX `products_of_brand` ON `products` (`brand_id`,`rank`,`id`);--> statement-breakpoint
CREATE INDEX `products_unbranded` ON `products` (`id`) WHERE brand_id IS NULL AND brand <> '';