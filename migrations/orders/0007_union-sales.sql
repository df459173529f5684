CREATE TABLE `union_days` (
	`home` text NOT NULL,
	`day` text NOT NULL,
	`sold_minor` integer NOT NULL,
	`back_minor` integer NOT NULL,
	PRIMARY KEY(`home`, `day`)
);
--> statement-breakpoint
CREATE TABLE `union_sales` (
	`document` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`home` text NOT NULL,
	`day` text NOT NULL,
	`eur_minor` integer
);
--> statement-breakpoint
CREATE INDEX `union_sales_by_day` ON `union_sales` (`home`,`day`,`eur_minor`);--> statement-breakpoint
CREATE INDEX `union_sales_of_order` ON `union_sales` (`order_id`);--> statement-breakpoint
CREATE INDEX `union_sales_unrated` ON `union_sales` (`home`,`day`) WHERE eur_minor IS NULL;