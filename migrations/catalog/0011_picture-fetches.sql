CREATE TABLE `picture_fetches` (
	`address` text PRIMARY KEY NOT NULL,
	`media_key` text,
	`why` text NOT NULL,
	`at_ms` integer NOT NULL
);
