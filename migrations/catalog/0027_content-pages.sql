CREATE TABLE `content_pages` (
	`page` text NOT NULL,
	`locale` text NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`body` text NOT NULL,
	`archived` integer NOT NULL,
	`version` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	PRIMARY KEY(`page`, `locale`)
);
