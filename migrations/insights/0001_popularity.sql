CREATE TABLE `popularity_marks` (
	`source` text PRIMARY KEY NOT NULL,
	`placed_at_ms` integer NOT NULL,
	`order_id` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `product_popularity` (
	`product_id` text PRIMARY KEY NOT NULL,
	`heat` real NOT NULL,
	`level` integer NOT NULL,
	`level_period` integer NOT NULL,
	`due` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `popularity_due` ON `product_popularity` (`product_id`) WHERE due = 1;--> statement-breakpoint
CREATE INDEX `popularity_fading` ON `product_popularity` (`level_period`) WHERE level > 0;