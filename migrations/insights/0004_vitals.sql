CREATE TABLE `page_vitals` (
	`day` text NOT NULL,
	`market` text NOT NULL,
	`page` text NOT NULL,
	`connection` text NOT NULL,
	`device` text NOT NULL,
	`metric` text NOT NULL,
	`bucket` integer NOT NULL,
	`pages` integer NOT NULL,
	PRIMARY KEY(`day`, `market`, `page`, `connection`, `device`, `metric`, `bucket`)
);
--> statement-breakpoint
CREATE TABLE `vital_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `vital_deliveries_at` ON `vital_deliveries` (`at_ms`);