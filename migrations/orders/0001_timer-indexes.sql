CREATE INDEX `orders_uncommitted` ON `orders` (`placed_at_ms`) WHERE stock_committed_at_ms IS NULL;--> statement-breakpoint
CREATE INDEX `webhook_events_oldest` ON `webhook_events` (`received_at_ms`);