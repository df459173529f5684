CREATE TABLE `store_addresses` (
	`version` integer PRIMARY KEY NOT NULL,
	`origin` text NOT NULL,
	`by_name` text NOT NULL,
	`at_ms` integer NOT NULL
);
