DROP INDEX `stock_low`;--> statement-breakpoint
CREATE INDEX `stock_low` ON `stock_levels` (`available`,`sku`) WHERE available <= low_stock_at;