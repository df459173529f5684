CREATE TABLE `search_documents` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`product_id` text NOT NULL,
	`language` text NOT NULL,
	`rank` integer NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `search_by_product` ON `search_documents` (`product_id`);