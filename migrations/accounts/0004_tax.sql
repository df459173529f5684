CREATE TABLE `tax_rates` (
	`country` text NOT NULL,
	`region` text NOT NULL,
	`kind` text NOT NULL,
	`tax_class` text NOT NULL,
	`from_date` text NOT NULL,
	`revision` integer NOT NULL,
	`per_100k` integer NOT NULL,
	`source` text NOT NULL,
	`by_name` text NOT NULL,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`country`, `region`, `kind`, `tax_class`, `from_date`, `revision`)
);
--> statement-breakpoint
CREATE INDEX `tax_rates_newest` ON `tax_rates` (`at_ms`);--> statement-breakpoint
CREATE TABLE `tax_settings` (
	`version` integer PRIMARY KEY NOT NULL,
	`facts` text NOT NULL,
	`by_name` text NOT NULL,
	`at_ms` integer NOT NULL
);
