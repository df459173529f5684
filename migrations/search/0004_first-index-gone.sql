DROP TABLE `search_documents`;
--> statement-breakpoint
DROP TABLE `search_text`;
