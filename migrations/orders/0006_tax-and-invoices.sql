CREATE TABLE `invoices` (
	`series` text NOT NULL,
	`number` integer NOT NULL,
	`document` text NOT NULL,
	`order_id` text NOT NULL,
	`kind` text NOT NULL,
	`day` text NOT NULL,
	`issued_at_ms` integer NOT NULL,
	`facts` text NOT NULL,
	PRIMARY KEY(`series`, `number`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_document_unique` ON `invoices` (`document`);--> statement-breakpoint
CREATE INDEX `order_invoices` ON `invoices` (`order_id`);--> statement-breakpoint
ALTER TABLE `order_lines` ADD `taxes` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `tax` text;