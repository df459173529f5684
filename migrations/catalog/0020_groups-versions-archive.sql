CREATE TABLE `group_versions` (
	`kind` text NOT NULL,
	`group_id` text NOT NULL,
	`version` integer NOT NULL,
	`at_ms` integer NOT NULL,
	`by_id` text NOT NULL,
	`by_name` text NOT NULL,
	`source` text NOT NULL,
	`note` text NOT NULL,
	`state` text,
	`bytes` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`kind`, `group_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `pending_audits` (
	`id` text PRIMARY KEY NOT NULL,
	`at_ms` integer NOT NULL,
	`entry` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `brands` ADD `archived` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `brands` ADD `merged_into` text;--> statement-breakpoint
ALTER TABLE `categories` ADD `archived` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `categories` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `categories` ADD `updated_at_ms` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `collections` ADD `archived` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `products` ADD `shown_at_ms` integer;--> statement-breakpoint
UPDATE `categories` SET `updated_at_ms` = unixepoch() * 1000;--> statement-breakpoint
-- Of what is archived by now, only its versions know whether shoppers ever saw it.
UPDATE `products` SET `shown_at_ms` = `updated_at_ms`
	WHERE (`status` = 'published' AND COALESCE(`publish_from_ms`, 0) <= unixepoch() * 1000)
		OR (`status` = 'archived' AND `id` IN (
			SELECT `product_id` FROM `product_version_parts`
			WHERE `part` = 'facts' AND json_extract(`content`, '$.status') = 'published'
				AND COALESCE(json_extract(`content`, '$.publishFromMs'), 0) <= unixepoch() * 1000));
