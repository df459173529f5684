CREATE TABLE `shipping_goods` (
	`product_id` text PRIMARY KEY NOT NULL,
	`hazard` text,
	`not_to` text NOT NULL,
	`tariff_code` text,
	`version` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `shipping_zones` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`currency` text NOT NULL,
	`places` text NOT NULL,
	`methods` text NOT NULL,
	`duties` text NOT NULL,
	`active` integer NOT NULL,
	`position` integer NOT NULL,
	`version` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);

--> statement-breakpoint
INSERT INTO `shipping_zones` (`id`, `name`, `currency`, `places`, `methods`, `duties`, `active`, `position`, `version`, `updated_at_ms`) VALUES
  ('us', 'US', 'USD', '[{"country":"US"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":699},"freeFromMinor":4900,"daysMin":3,"daysMax":5,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":1999},"freeFromMinor":null,"daysMin":1,"daysMax":2,"refuses":[]}]', 'unpaid', 1, 10, 1, 0),
  ('gb', 'GB', 'GBP', '[{"country":"GB"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":399},"freeFromMinor":4000,"daysMin":2,"daysMax":3,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":799},"freeFromMinor":null,"daysMin":1,"daysMax":1,"refuses":[]}]', 'unpaid', 1, 20, 1, 0),
  ('ca', 'CA', 'CAD', '[{"country":"CA"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":999},"freeFromMinor":6900,"daysMin":3,"daysMax":6,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":2499},"freeFromMinor":null,"daysMin":1,"daysMax":3,"refuses":[]}]', 'unpaid', 1, 30, 1, 0),
  ('de', 'DE', 'EUR', '[{"country":"DE"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":499},"freeFromMinor":4900,"daysMin":2,"daysMax":3,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":1199},"freeFromMinor":null,"daysMin":1,"daysMax":1,"refuses":[]}]', 'unpaid', 1, 40, 1, 0),
  ('at', 'AT', 'EUR', '[{"country":"AT"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":699},"freeFromMinor":6900,"daysMin":3,"daysMax":5,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":1599},"freeFromMinor":null,"daysMin":1,"daysMax":2,"refuses":[]}]', 'unpaid', 1, 50, 1, 0),
  ('fr', 'FR', 'EUR', '[{"country":"FR"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":499},"freeFromMinor":4900,"daysMin":2,"daysMax":4,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":1299},"freeFromMinor":null,"daysMin":1,"daysMax":2,"refuses":[]}]', 'unpaid', 1, 60, 1, 0),
  ('es', 'ES', 'EUR', '[{"country":"ES"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":499},"freeFromMinor":4900,"daysMin":3,"daysMax":5,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":1399},"freeFromMinor":null,"daysMin":1,"daysMax":2,"refuses":[]}]', 'unpaid', 1, 70, 1, 0),
  ('it', 'IT', 'EUR', '[{"country":"IT"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":499},"freeFromMinor":4900,"daysMin":3,"daysMax":5,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":1399},"freeFromMinor":null,"daysMin":1,"daysMax":2,"refuses":[]}]', 'unpaid', 1, 80, 1, 0),
  ('pl', 'PL', 'PLN', '[{"country":"PL"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":1499},"freeFromMinor":19900,"daysMin":2,"daysMax":3,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":2999},"freeFromMinor":null,"daysMin":1,"daysMax":1,"refuses":[]}]', 'unpaid', 1, 90, 1, 0),
  ('jp', 'JP', 'JPY', '[{"country":"JP"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":550},"freeFromMinor":5000,"daysMin":2,"daysMax":3,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":880},"freeFromMinor":null,"daysMin":1,"daysMax":1,"refuses":[]}]', 'unpaid', 1, 100, 1, 0),
  ('kr', 'KR', 'KRW', '[{"country":"KR"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":3000},"freeFromMinor":50000,"daysMin":1,"daysMax":3,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":5500},"freeFromMinor":null,"daysMin":1,"daysMax":1,"refuses":[]}]', 'unpaid', 1, 110, 1, 0),
  ('ae', 'AE', 'AED', '[{"country":"AE"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":1500},"freeFromMinor":20000,"daysMin":2,"daysMax":4,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":3500},"freeFromMinor":null,"daysMin":1,"daysMax":1,"refuses":[]}]', 'unpaid', 1, 120, 1, 0),
  ('br', 'BR', 'BRL', '[{"country":"BR"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":1990},"freeFromMinor":29900,"daysMin":4,"daysMax":8,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":4990},"freeFromMinor":null,"daysMin":2,"daysMax":4,"refuses":[]}]', 'unpaid', 1, 130, 1, 0),
  ('in', 'IN', 'INR', '[{"country":"IN"}]', '[{"id":"standard","kind":"standard","names":{},"fee":{"by":"flat","amountMinor":7900},"freeFromMinor":99900,"daysMin":3,"daysMax":6,"refuses":[]},{"id":"express","kind":"express","names":{},"fee":{"by":"flat","amountMinor":19900},"freeFromMinor":null,"daysMin":1,"daysMax":3,"refuses":[]}]', 'unpaid', 1, 140, 1, 0);
