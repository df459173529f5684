CREATE TABLE `search_clicks` (
	`market` text NOT NULL,
	`day` text NOT NULL,
	`query` text NOT NULL,
	`product_id` text NOT NULL,
	`clicks` integer NOT NULL,
	`places` integer NOT NULL,
	PRIMARY KEY(`market`, `day`, `query`, `product_id`)
);
--> statement-breakpoint
CREATE TABLE `search_counts` (
	`market` text NOT NULL,
	`day` text NOT NULL,
	`query` text NOT NULL,
	`shown` text NOT NULL,
	`made` integer NOT NULL,
	`seen` integer NOT NULL,
	`clicks` integer NOT NULL,
	`found` integer,
	`whole` integer,
	PRIMARY KEY(`market`, `day`, `query`)
);
