CREATE TABLE `stored_file` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`purpose` text NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`media` text NOT NULL,
	`facts` text NOT NULL,
	`bytes` integer,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `stored_file_id` ON `stored_file` (`company_id`,`id`);
--> statement-breakpoint
CREATE INDEX `stored_file_owner` ON `stored_file` (`company_id`,`purpose`,`owner`);
--> statement-breakpoint
CREATE INDEX `stored_file_expires` ON `stored_file` (`expires_at`);
--> statement-breakpoint
CREATE TABLE `stored_piece` (
	`company_id` text NOT NULL,
	`file_id` text NOT NULL,
	`no` integer NOT NULL,
	`bytes` blob NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `stored_piece_place` ON `stored_piece` (`company_id`,`file_id`,`no`);
--> statement-breakpoint
CREATE TABLE `report_run` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`report_id` text,
	`actor` text NOT NULL,
	`route` text NOT NULL,
	`at` integer NOT NULL,
	`ms` integer NOT NULL,
	`rows` integer NOT NULL,
	`cells` integer NOT NULL,
	`cached` integer NOT NULL,
	`fault` text,
	PRIMARY KEY(`company_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `report_run_report` ON `report_run` (`company_id`,`report_id`,`at`);
--> statement-breakpoint
CREATE INDEX `report_run_at` ON `report_run` (`at`);
--> statement-breakpoint
ALTER TABLE `report_delivery` ADD `cells` text;
