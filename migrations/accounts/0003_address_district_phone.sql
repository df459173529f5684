ALTER TABLE `addresses` ADD `district` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `addresses` ADD `phone` text DEFAULT '' NOT NULL;