ALTER TABLE `locations` ADD `time_zone` text;--> statement-breakpoint
ALTER TABLE `locations` ADD `cut_off_minutes` integer DEFAULT 840 NOT NULL;--> statement-breakpoint
ALTER TABLE `locations` ADD `handling_days` integer DEFAULT 0 NOT NULL;