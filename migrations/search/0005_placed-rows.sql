-- Rows stand by what is sold and told of a product, too, and are narrowed by market, stock and amounts as words: every row is
-- made again. The next sweep does it from the catalogue; until then search finds what has been written anew.
DELETE FROM `search_state`;--> statement-breakpoint
DELETE FROM `search_documents_a`;--> statement-breakpoint
DELETE FROM `search_documents_b`;--> statement-breakpoint
DELETE FROM `search_terms_a`;--> statement-breakpoint
DELETE FROM `search_terms_b`;--> statement-breakpoint
DELETE FROM `search_term_kinds_a`;--> statement-breakpoint
DELETE FROM `search_term_kinds_b`;--> statement-breakpoint
DELETE FROM `search_keys_a`;--> statement-breakpoint
DELETE FROM `search_keys_b`;--> statement-breakpoint
DELETE FROM `search_completions_a`;--> statement-breakpoint
DELETE FROM `search_completions_b`;--> statement-breakpoint
DELETE FROM `search_totals_a`;--> statement-breakpoint
DELETE FROM `search_totals_b`;--> statement-breakpoint
INSERT INTO `search_names_a` (`search_names_a`) VALUES ('delete-all');--> statement-breakpoint
INSERT INTO `search_names_b` (`search_names_b`) VALUES ('delete-all');--> statement-breakpoint
INSERT INTO `search_words_a` (`search_words_a`) VALUES ('delete-all');--> statement-breakpoint
INSERT INTO `search_words_b` (`search_words_b`) VALUES ('delete-all');--> statement-breakpoint
ALTER TABLE `search_documents_a` ADD `popularity` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `search_documents_a` ADD `completeness` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `search_documents_b` ADD `popularity` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `search_documents_b` ADD `completeness` integer DEFAULT 0 NOT NULL;
