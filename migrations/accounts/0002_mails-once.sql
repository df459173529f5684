ALTER TABLE `mailbox` ADD `message_id` text;--> statement-breakpoint
ALTER TABLE `mailbox` ADD `sends` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `mailbox_by_message_id` ON `mailbox` (`message_id`);--> statement-breakpoint
CREATE INDEX `mails_unsent` ON `mails` (`id`) WHERE state <> 'sent';