CREATE TABLE `categories` (
	`id` text PRIMARY KEY NOT NULL,
	`parent_id` text,
	`position` integer NOT NULL,
	`image_key` text
);
--> statement-breakpoint
CREATE TABLE `category_translations` (
	`category_id` text NOT NULL,
	`language` text NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	PRIMARY KEY(`category_id`, `language`),
	FOREIGN KEY (`category_id`) REFERENCES `categories`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `category_slugs` ON `category_translations` (`language`,`slug`);--> statement-breakpoint
CREATE TABLE `product_categories` (
	`product_id` text NOT NULL,
	`category_id` text NOT NULL,
	`direct` integer NOT NULL,
	PRIMARY KEY(`product_id`, `category_id`),
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`category_id`) REFERENCES `categories`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `category_products` ON `product_categories` (`category_id`,`product_id`);--> statement-breakpoint
CREATE TABLE `product_translations` (
	`product_id` text NOT NULL,
	`language` text NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	PRIMARY KEY(`product_id`, `language`),
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `product_slugs` ON `product_translations` (`language`,`slug`);--> statement-breakpoint
CREATE TABLE `products` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`external_id` text,
	`status` text NOT NULL,
	`brand` text NOT NULL,
	`product_type` text NOT NULL,
	`language_default` text NOT NULL,
	`attributes` text NOT NULL,
	`media` text NOT NULL,
	`rank` integer NOT NULL,
	`content_hash` text,
	`version` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `products_newest` ON `products` (`status`,`rank`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `products_external` ON `products` (`source`,`external_id`);--> statement-breakpoint
CREATE TABLE `variants` (
	`sku` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`position` integer NOT NULL,
	`options` text NOT NULL,
	`barcode` text,
	`weight_grams` integer NOT NULL,
	`opening_quantity` integer NOT NULL,
	`low_stock_at` integer NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `product_variants` ON `variants` (`product_id`);--> statement-breakpoint
CREATE INDEX `variant_barcodes` ON `variants` (`barcode`);--> statement-breakpoint
CREATE TABLE `prices` (
	`sku` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`compare_at_minor` integer,
	PRIMARY KEY(`sku`, `currency`)
);
--> statement-breakpoint
CREATE TABLE `product_prices` (
	`product_id` text NOT NULL,
	`currency` text NOT NULL,
	`from_minor` integer NOT NULL,
	PRIMARY KEY(`product_id`, `currency`)
);
--> statement-breakpoint
CREATE INDEX `products_by_price` ON `product_prices` (`currency`,`from_minor`,`product_id`);--> statement-breakpoint
CREATE TABLE `stock_levels` (
	`sku` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`on_hand` integer NOT NULL,
	`held` integer NOT NULL,
	`available` integer NOT NULL,
	`low_stock_at` integer NOT NULL,
	`ledger_number` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `stock_by_product` ON `stock_levels` (`product_id`);--> statement-breakpoint
CREATE INDEX `stock_low` ON `stock_levels` (`available`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`sent_at_ms` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_unsent` ON `outbox` (`sent_at_ms`,`created_at_ms`);