CREATE TABLE `market_versions` (
	`market_id` text NOT NULL,
	`version` integer NOT NULL,
	`at_ms` integer NOT NULL,
	`by_id` text NOT NULL,
	`by_name` text NOT NULL,
	`facts` text NOT NULL,
	PRIMARY KEY(`market_id`, `version`)
);
--> statement-breakpoint
CREATE INDEX `market_versions_at` ON `market_versions` (`at_ms`);
--> statement-breakpoint
CREATE TABLE `markets` (
	`id` text PRIMARY KEY NOT NULL,
	`locale` text NOT NULL,
	`countries` text NOT NULL,
	`currency` text NOT NULL,
	`price_list_id` text,
	`tax_display` text NOT NULL,
	`shipping_zone_id` text,
	`payment_methods` text,
	`time_zone` text NOT NULL,
	`domain` text,
	`state` text NOT NULL,
	`position` integer NOT NULL,
	`version` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `markets_domain_unique` ON `markets` (`domain`);
--> statement-breakpoint
INSERT INTO `markets` (`id`, `locale`, `countries`, `currency`, `price_list_id`, `tax_display`, `shipping_zone_id`, `payment_methods`, `time_zone`, `domain`, `state`, `position`, `version`, `updated_at_ms`) VALUES
  ('en-us', 'en-US', '["US"]', 'USD', NULL, 'exclusive', NULL, NULL, 'America/New_York', NULL, 'open', 10, 1, 0),
  ('en-gb', 'en-GB', '["GB"]', 'GBP', NULL, 'inclusive', NULL, NULL, 'Europe/London', NULL, 'open', 20, 1, 0),
  ('en-ca', 'en-CA', '["CA"]', 'CAD', NULL, 'exclusive', NULL, NULL, 'America/Toronto', NULL, 'open', 30, 1, 0),
  ('fr-ca', 'fr-CA', '["CA"]', 'CAD', NULL, 'exclusive', NULL, NULL, 'America/Toronto', NULL, 'open', 40, 1, 0),
  ('de-de', 'de-DE', '["DE","AT"]', 'EUR', NULL, 'inclusive', NULL, NULL, 'Europe/Berlin', NULL, 'open', 50, 1, 0),
  ('fr-fr', 'fr-FR', '["FR"]', 'EUR', NULL, 'inclusive', NULL, NULL, 'Europe/Paris', NULL, 'open', 60, 1, 0),
  ('es-es', 'es-ES', '["ES"]', 'EUR', NULL, 'inclusive', NULL, NULL, 'Europe/Madrid', NULL, 'open', 70, 1, 0),
  ('it-it', 'it-IT', '["IT"]', 'EUR', NULL, 'inclusive', NULL, NULL, 'Europe/Rome', NULL, 'open', 80, 1, 0),
  ('pl-pl', 'pl-PL', '["PL"]', 'PLN', NULL, 'inclusive', NULL, NULL, 'Europe/Warsaw', NULL, 'open', 90, 1, 0),
  ('ja-jp', 'ja-JP', '["JP"]', 'JPY', NULL, 'inclusive', NULL, NULL, 'Asia/Tokyo', NULL, 'open', 100, 1, 0),
  ('ko-kr', 'ko-KR', '["KR"]', 'KRW', NULL, 'inclusive', NULL, NULL, 'Asia/Seoul', NULL, 'open', 110, 1, 0),
  ('ar-ae', 'ar-AE', '["AE"]', 'AED', NULL, 'inclusive', NULL, NULL, 'Asia/Dubai', NULL, 'open', 120, 1, 0),
  ('pt-br', 'pt-BR', '["BR"]', 'BRL', NULL, 'inclusive', NULL, NULL, 'America/Sao_Paulo', NULL, 'open', 130, 1, 0),
  ('hi-in', 'hi-IN', '["IN"]', 'INR', NULL, 'inclusive', NULL, NULL, 'Asia/Kolkata', NULL, 'open', 140, 1, 0);
