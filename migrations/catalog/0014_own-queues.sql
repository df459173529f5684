DROP INDEX `retired_slugs_by_product`;--> statement-breakpoint
ALTER TABLE `retired_slugs` ADD `retired_at_ms` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `retired_slugs_by_product` ON `retired_slugs` (`product_id`,`retired_at_ms`);--> statement-breakpoint
ALTER TABLE `import_runs` ADD `tries` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `import_runs` ADD `failure` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `products_changed` ON `products` (`updated_at_ms`,`id`);--> statement-breakpoint
CREATE INDEX `products_changed_of_status` ON `products` (`status`,`updated_at_ms`,`id`);