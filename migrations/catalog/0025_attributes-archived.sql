ALTER TABLE `attribute_definitions` ADD `archived` integer DEFAULT false NOT NULL;--> statement-breakpoint
-- Until now shoppers could filter by every attribute, whatever its definition said: they still can, until staff say otherwise.
UPDATE `attribute_definitions` SET `facetable` = 1;
