CREATE TABLE `record_indexed` (
	`rid` integer PRIMARY KEY NOT NULL,
	`company_id` text NOT NULL,
	`object` text NOT NULL,
	`root_id` text NOT NULL,
	`version` integer NOT NULL,
	`code` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `record_indexed_root` ON `record_indexed` (`company_id`,`object`,`root_id`);
