CREATE TABLE `report_version` (
	`company_id` text NOT NULL,
	`root_id` text NOT NULL,
	`root_version` integer NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`spec` text NOT NULL,
	`view` text,
	`saved_by` text NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `root_id`, `root_version`)
);
--> statement-breakpoint
CREATE TABLE `report_folder` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`owner_id` text NOT NULL,
	`name` text NOT NULL,
	`parent_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "report_folder_version" CHECK(version > 0)
);
--> statement-breakpoint
CREATE INDEX `report_folder_parent` ON `report_folder` (`company_id`,`parent_id`,`name`,`id`);
--> statement-breakpoint
CREATE TABLE `report_link` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`report_id` text NOT NULL,
	`label` text NOT NULL,
	`token_hash` text NOT NULL,
	`owner_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "report_link_version" CHECK(version > 0)
);
--> statement-breakpoint
CREATE INDEX `report_link_report` ON `report_link` (`company_id`,`report_id`,`id`);
--> statement-breakpoint
CREATE TABLE `report_schedule` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`report_id` text NOT NULL,
	`owner_id` text NOT NULL,
	`rule` text NOT NULL,
	`recipients` text NOT NULL,
	`unsubscribed` text NOT NULL,
	`formats` text NOT NULL,
	`condition` text,
	`skip_empty` integer NOT NULL,
	`paused` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "report_schedule_version" CHECK(version > 0)
);
--> statement-breakpoint
CREATE INDEX `report_schedule_report` ON `report_schedule` (`company_id`,`report_id`,`id`);
--> statement-breakpoint
CREATE TABLE `report_delivery` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`report_id` text NOT NULL,
	`schedule_id` text NOT NULL,
	`period` integer NOT NULL,
	`recipient` text NOT NULL,
	`test` integer NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`attempts` integer NOT NULL,
	`missed` integer NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`company_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `report_delivery_once` ON `report_delivery` (`company_id`,`schedule_id`,`period`,`recipient`);
--> statement-breakpoint
CREATE INDEX `report_delivery_report` ON `report_delivery` (`company_id`,`report_id`,`created_at`,`id`);
--> statement-breakpoint
CREATE INDEX `report_delivery_created` ON `report_delivery` (`created_at`);
--> statement-breakpoint
ALTER TABLE `report` ADD `folder_id` text;
--> statement-breakpoint
ALTER TABLE `report` ADD `archived_at` integer;
--> statement-breakpoint
CREATE INDEX `report_folder_name` ON `report` (`company_id`,`folder_id`,`name`,`id`);
