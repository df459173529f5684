CREATE TABLE `former_prices` (
	`sku` text NOT NULL,
	`list_id` text NOT NULL,
	`ended_on` integer NOT NULL,
	`low_minor` integer NOT NULL,
	PRIMARY KEY(`sku`, `list_id`, `ended_on`)
);
--> statement-breakpoint
CREATE TABLE `price_lists` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`currency` text NOT NULL,
	`base_id` text,
	`rate` text,
	`rate_date` text,
	`rate_source` text,
	`margin_bp` integer,
	`step_minor` integer,
	`below_minor` integer,
	`follow_bp` integer,
	`numerator` integer,
	`denominator` integer,
	`version` integer NOT NULL,
	`work_after_id` text,
	`work_done` integer DEFAULT 0 NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
-- A currency's own list is called by the currency, so every price stays where it was.
ALTER TABLE `prices` RENAME COLUMN `currency` TO `list_id`;--> statement-breakpoint
ALTER TABLE `prices` ADD `derived` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `prices` ADD `sale_minor` integer;--> statement-breakpoint
ALTER TABLE `prices` ADD `sale_from_ms` integer;--> statement-breakpoint
ALTER TABLE `prices` ADD `sale_until_ms` integer;--> statement-breakpoint
ALTER TABLE `prices` ADD `tiers` text;--> statement-breakpoint
ALTER TABLE `prices` ADD `prior_minor` integer;--> statement-breakpoint
ALTER TABLE `product_prices` RENAME COLUMN `currency` TO `list_id`;--> statement-breakpoint
-- Nothing is known of what was asked before this moment but staff's word for it.
UPDATE `prices` SET `prior_minor` = `compare_at_minor` WHERE `compare_at_minor` IS NOT NULL;--> statement-breakpoint
INSERT INTO `price_lists` (`id`, `name`, `currency`, `base_id`, `rate`, `rate_date`, `rate_source`, `margin_bp`, `step_minor`, `below_minor`, `follow_bp`, `numerator`, `denominator`, `version`, `work_after_id`, `work_done`, `updated_at_ms`) VALUES
  ('USD', 'US dollars', 'USD', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, 0, 0),
  ('GBP', 'Pounds sterling', 'GBP', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, 0, 0),
  ('EUR', 'Euros', 'EUR', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, 0, 0),
  ('JPY', 'Japanese yen', 'JPY', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, 0, 0),
  ('AED', 'UAE dirhams', 'AED', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, 0, 0);--> statement-breakpoint
-- Where a market sells in one of these, its prices follow; the timer makes those of products that are here.
INSERT INTO `price_lists` (`id`, `name`, `currency`, `base_id`, `rate`, `rate_date`, `rate_source`, `margin_bp`, `step_minor`, `below_minor`, `follow_bp`, `numerator`, `denominator`, `version`, `work_after_id`, `work_done`, `updated_at_ms`) VALUES
  ('CAD', 'Canadian dollars', 'CAD', 'USD', '1.36', '2026-10-01', 'shipped', 0, 100, 1, 200, 136000000, 100000000, 1, '', 0, 0),
  ('PLN', 'Polish zloty', 'PLN', 'EUR', '4.25', '2026-10-01', 'shipped', 336, 100, 1, 200, 439280000, 100000000, 1, '', 0, 0),
  ('KRW', 'South Korean won', 'KRW', 'USD', '1400', '2026-10-01', 'shipped', 1000, 1000, 100, 200, 154000000, 10000000, 1, '', 0, 0),
  ('BRL', 'Brazilian reais', 'BRL', 'USD', '5.4', '2026-10-01', 'shipped', 2000, 100, 10, 200, 648000000, 100000000, 1, '', 0, 0),
  ('INR', 'Indian rupees', 'INR', 'USD', '88', '2026-10-01', 'shipped', 1800, 10000, 100, 200, 103840000, 1000000, 1, '', 0, 0);
