ALTER TABLE `collections` ADD `fill` text;--> statement-breakpoint
ALTER TABLE `collections` ADD `overflows` integer DEFAULT false NOT NULL;--> statement-breakpoint
-- Triggers delete and insert: an `OR REPLACE` in one would give way to the conflict clause of the statement that fires it.
-- What staff finds products by, of any status: a row for each translation, under its own rowid, without a copy of the text.
CREATE VIRTUAL TABLE `product_titles` USING fts5(
	words, status,
	content = '', contentless_delete = 1,
	tokenize = 'trigram remove_diacritics 1'
);--> statement-breakpoint
INSERT INTO `product_titles` (rowid, words, status)
	SELECT t.rowid, concat_ws(char(10), t.title, p.brand, p.external_id), p.status
	FROM `product_translations` t JOIN `products` p ON p.id = t.product_id ORDER BY t.rowid;--> statement-breakpoint
CREATE TRIGGER `product_titles_new` AFTER INSERT ON `product_translations` BEGIN
	INSERT INTO `product_titles` (rowid, words, status)
		SELECT new.rowid, concat_ws(char(10), new.title, p.brand, p.external_id), p.status
		FROM `products` p WHERE p.id = new.product_id;
END;--> statement-breakpoint
CREATE TRIGGER `product_titles_gone` AFTER DELETE ON `product_translations` BEGIN
	DELETE FROM `product_titles` WHERE rowid = old.rowid;
END;--> statement-breakpoint
CREATE TRIGGER `product_titles_changed` AFTER UPDATE OF `title` ON `product_translations` WHEN new.title <> old.title BEGIN
	DELETE FROM `product_titles` WHERE rowid = old.rowid;
	INSERT INTO `product_titles` (rowid, words, status)
		SELECT new.rowid, concat_ws(char(10), new.title, p.brand, p.external_id), p.status
		FROM `products` p WHERE p.id = new.product_id;
END;--> statement-breakpoint
CREATE TRIGGER `product_titles_facts` AFTER UPDATE OF `brand`, `status`, `external_id` ON `products`
WHEN new.brand <> old.brand OR new.status <> old.status OR new.external_id IS NOT old.external_id BEGIN
	DELETE FROM `product_titles` WHERE rowid IN (SELECT rowid FROM `product_translations` WHERE product_id = new.id);
	INSERT INTO `product_titles` (rowid, words, status)
		SELECT t.rowid, concat_ws(char(10), t.title, new.brand, new.external_id), new.status
		FROM `product_translations` t WHERE t.product_id = new.id;
END;
