CREATE TABLE `checkout_moves` (
	`checkout_id` text NOT NULL,
	`version` integer NOT NULL,
	`leaves` text NOT NULL,
	`enters` text NOT NULL,
	`cause` text NOT NULL,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`checkout_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `checkouts` (
	`id` text PRIMARY KEY NOT NULL,
	`request_hash` text NOT NULL,
	`cart_id` text NOT NULL,
	`customer_id` text,
	`market` text NOT NULL,
	`email` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`hold_attempt` integer NOT NULL,
	`snapshot` text NOT NULL,
	`total_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`payment_session_id` text,
	`payment_url` text,
	`order_id` text,
	`created_at_ms` integer NOT NULL,
	`expires_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `checkouts_by_state` ON `checkouts` (`state`,`updated_at_ms`);--> statement-breakpoint
CREATE TABLE `fulfilments` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`carrier` text NOT NULL,
	`tracking_number` text NOT NULL,
	`lines` text NOT NULL,
	`by_id` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `order_fulfilments` ON `fulfilments` (`order_id`);--> statement-breakpoint
CREATE TABLE `order_events` (
	`order_id` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`facts` text NOT NULL,
	`by_id` text,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`order_id`, `number`)
);
--> statement-breakpoint
CREATE TABLE `order_lines` (
	`order_id` text NOT NULL,
	`sku` text NOT NULL,
	`position` integer NOT NULL,
	`product_id` text NOT NULL,
	`title` text NOT NULL,
	`slug` text NOT NULL,
	`options` text NOT NULL,
	`image` text NOT NULL,
	`quantity` integer NOT NULL,
	`unit_minor` integer NOT NULL,
	`total_minor` integer NOT NULL,
	`tax_minor` integer NOT NULL,
	PRIMARY KEY(`order_id`, `sku`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`id` text PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`checkout_id` text NOT NULL,
	`customer_id` text,
	`email` text NOT NULL,
	`market` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`currency` text NOT NULL,
	`subtotal_minor` integer NOT NULL,
	`discount_minor` integer NOT NULL,
	`shipping_minor` integer NOT NULL,
	`tax_minor` integer NOT NULL,
	`tax_included` integer NOT NULL,
	`total_minor` integer NOT NULL,
	`shipping_address` text NOT NULL,
	`shipping` text NOT NULL,
	`placed_at_ms` integer NOT NULL,
	`stock_committed_at_ms` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_checkout_id_unique` ON `orders` (`checkout_id`);--> statement-breakpoint
CREATE INDEX `orders_newest` ON `orders` (`placed_at_ms`,`id`);--> statement-breakpoint
CREATE INDEX `orders_by_state` ON `orders` (`state`,`placed_at_ms`);--> statement-breakpoint
CREATE INDEX `orders_by_email` ON `orders` (`email`,`placed_at_ms`);--> statement-breakpoint
CREATE TABLE `payments` (
	`id` text PRIMARY KEY NOT NULL,
	`checkout_id` text NOT NULL,
	`order_id` text,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`captured_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `order_payments` ON `payments` (`order_id`);--> statement-breakpoint
CREATE INDEX `checkout_payments` ON `payments` (`checkout_id`);--> statement-breakpoint
CREATE TABLE `refunds` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`checkout_id` text NOT NULL,
	`order_id` text,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`reason` text NOT NULL,
	`restock` text NOT NULL,
	`state` text NOT NULL,
	`provider_id` text,
	`by_id` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`settled_at_ms` integer
);
--> statement-breakpoint
CREATE INDEX `payment_refunds` ON `refunds` (`payment_id`);--> statement-breakpoint
CREATE INDEX `order_refunds` ON `refunds` (`order_id`);--> statement-breakpoint
CREATE INDEX `refunds_by_state` ON `refunds` (`state`,`created_at_ms`);--> statement-breakpoint
CREATE TABLE `webhook_events` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`received_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`sent_at_ms` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_unsent` ON `outbox` (`sent_at_ms`,`created_at_ms`);