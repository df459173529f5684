CREATE TABLE `barcodes` (
	`barcode` text PRIMARY KEY NOT NULL,
	`sku` text NOT NULL,
	FOREIGN KEY (`sku`) REFERENCES `variants`(`sku`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `barcodes_by_sku` ON `barcodes` (`sku`);--> statement-breakpoint
CREATE TABLE `retired_slugs` (
	`language` text NOT NULL,
	`slug` text NOT NULL,
	`product_id` text NOT NULL,
	PRIMARY KEY(`language`, `slug`),
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `retired_slugs_by_product` ON `retired_slugs` (`product_id`);--> statement-breakpoint
DROP INDEX `category_products`;--> statement-breakpoint
ALTER TABLE `product_categories` ADD `rank` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `category_ranked` ON `product_categories` (`category_id`,`rank`,`product_id`);--> statement-breakpoint
CREATE INDEX `products_created` ON `products` (`status`,`created_at_ms`,`id`);