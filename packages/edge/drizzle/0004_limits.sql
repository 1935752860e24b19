CREATE TABLE `rate_bucket` (
	`id` text PRIMARY KEY NOT NULL,
	`tat` integer NOT NULL,
	`strikes` integer DEFAULT 0 NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rate_bucket_expires` ON `rate_bucket` (`expires_at`);
--> statement-breakpoint
ALTER TABLE `company` ADD `origins` text DEFAULT '[]' NOT NULL;
