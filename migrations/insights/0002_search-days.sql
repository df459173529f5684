CREATE TABLE `search_days` (
	`market` text NOT NULL,
	`day` text NOT NULL,
	`queries` integer NOT NULL,
	PRIMARY KEY(`day`, `market`)
);
--> statement-breakpoint
INSERT INTO `search_days` (market, day, queries) SELECT market, day, count(*) FROM `search_counts` GROUP BY market, day;--> statement-breakpoint
CREATE TRIGGER `search_days_more` AFTER INSERT ON `search_counts` BEGIN
	INSERT INTO `search_days` (market, day, queries) VALUES (new.market, new.day, 1)
		ON CONFLICT (day, market) DO UPDATE SET queries = queries + 1;
END;--> statement-breakpoint
CREATE TRIGGER `search_days_fewer` AFTER DELETE ON `search_counts` BEGIN
	UPDATE `search_days` SET queries = queries - 1 WHERE market = old.market AND day = old.day;
	DELETE FROM `search_days` WHERE market = old.market AND day = old.day AND queries <= 0;
END;
