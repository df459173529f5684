CREATE TABLE `search_askers` (
	`day` text NOT NULL,
	`network` text NOT NULL,
	`market` text NOT NULL,
	`query` text NOT NULL,
	`product_id` text NOT NULL,
	PRIMARY KEY(`day`, `network`, `market`, `query`, `product_id`)
);
--> statement-breakpoint
CREATE TABLE `search_salts` (
	`day` text PRIMARY KEY NOT NULL,
	`salt` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `search_counts` ADD `networks` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `search_counts` SET networks = max(made, seen), shown = '';--> statement-breakpoint
ALTER TABLE `search_counts` DROP COLUMN `made`;--> statement-breakpoint
ALTER TABLE `search_counts` DROP COLUMN `seen`;--> statement-breakpoint
CREATE TRIGGER `search_askers_searched` AFTER INSERT ON `search_askers` WHEN new.product_id = '' BEGIN
	UPDATE `search_counts` SET networks = networks + 1 WHERE market = new.market AND day = new.day AND query = new.query;
END;--> statement-breakpoint
CREATE TRIGGER `search_askers_followed` AFTER INSERT ON `search_askers` WHEN new.product_id <> '' BEGIN
	UPDATE `search_counts` SET clicks = clicks + 1 WHERE market = new.market AND day = new.day AND query = new.query;
END;
