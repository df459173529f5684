CREATE TABLE `exchange_rates` (
	`date` text NOT NULL,
	`currency` text NOT NULL,
	`rate` text NOT NULL,
	PRIMARY KEY(`date`, `currency`)
);
--> statement-breakpoint
CREATE TABLE `rate_asks` (
	`id` text PRIMARY KEY NOT NULL,
	`asked_at_ms` integer NOT NULL,
	`believed_at_ms` integer,
	`failed_at_ms` integer,
	`failure` text
);
--> statement-breakpoint
CREATE TABLE `rate_overrides` (
	`currency` text PRIMARY KEY NOT NULL,
	`rate` text NOT NULL,
	`reason` text NOT NULL,
	`by_name` text NOT NULL,
	`from_ms` integer NOT NULL,
	`until_ms` integer NOT NULL
);
