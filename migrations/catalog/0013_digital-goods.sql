CREATE TABLE `digital_goods` (
	`sku` text PRIMARY KEY NOT NULL,
	`files` text NOT NULL,
	`downloads_max` integer NOT NULL,
	`days` integer NOT NULL,
	FOREIGN KEY (`sku`) REFERENCES `variants`(`sku`) ON UPDATE no action ON DELETE no action
);
