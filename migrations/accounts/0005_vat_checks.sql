CREATE TABLE `vat_checks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`vat_number` text NOT NULL,
	`is_listed` integer NOT NULL,
	`consultation` text NOT NULL,
	`name` text NOT NULL,
	`address` text NOT NULL,
	`asked_by` text NOT NULL,
	`at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `vat_checks_newest` ON `vat_checks` (`vat_number`,`at_ms`);