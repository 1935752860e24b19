CREATE TABLE `audit_head` (
	`company_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `feed_wake` (
	`company_id` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `feed_cursor` (
	`company_id` text NOT NULL,
	`follower` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`company_id`, `follower`)
);
--> statement-breakpoint
CREATE TABLE `job_schedule` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`rule` text NOT NULL,
	`zone` text NOT NULL,
	`next_at` integer,
	`last_at` integer NOT NULL,
	`catch_up` text NOT NULL,
	`payload` text NOT NULL,
	`priority` integer DEFAULT 0 NOT NULL,
	`paused` integer DEFAULT 0 NOT NULL,
	`actor` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "job_schedule_paused" CHECK(paused in (0, 1)),
	CONSTRAINT "job_schedule_catch_up" CHECK(catch_up in ('once', 'none'))
);
--> statement-breakpoint
CREATE INDEX `job_schedule_due` ON `job_schedule` (`next_at`) WHERE paused = 0 and next_at is not null;
--> statement-breakpoint
CREATE TABLE `rate_bucket` (
	`id` text PRIMARY KEY NOT NULL,
	`tat` integer NOT NULL,
	`strikes` integer DEFAULT 0 NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rate_bucket_expires` ON `rate_bucket` (`expires_at`);
--> statement-breakpoint
CREATE TABLE `api_key` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`prefix` text NOT NULL,
	`hash` text NOT NULL,
	`name` text NOT NULL,
	`user_id` text NOT NULL,
	`scopes` text NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "api_key_version" CHECK(version > 0),
	CONSTRAINT "api_key_scopes" CHECK(json_type(scopes) = 'array')
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_key_prefix` ON `api_key` (`prefix`);
--> statement-breakpoint
CREATE INDEX `api_key_user` ON `api_key` (`company_id`,`user_id`,`created_at`,`id`);
--> statement-breakpoint
CREATE TABLE `api_key_use` (
	`company_id` text NOT NULL,
	`key_id` text NOT NULL,
	`used_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `key_id`)
);
--> statement-breakpoint
CREATE TABLE `session` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`hash` text NOT NULL,
	`user_id` text NOT NULL,
	`agent` text,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_hash` ON `session` (`hash`);
--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`company_id`,`user_id`,`created_at`,`id`);
--> statement-breakpoint
CREATE INDEX `session_age` ON `session` (`company_id`,`created_at`);
--> statement-breakpoint
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
--> statement-breakpoint
DROP INDEX `job_due`;
--> statement-breakpoint
ALTER TABLE `job` ADD `taken` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE `job` ADD `actor` text;
--> statement-breakpoint
ALTER TABLE `job` ADD `schedule_id` text;
--> statement-breakpoint
ALTER TABLE `job` ADD `planned_at` integer;
--> statement-breakpoint
ALTER TABLE `job` ADD `progress` text;
--> statement-breakpoint
ALTER TABLE `job` ADD `progress_no` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE `job` ADD `result` text;
--> statement-breakpoint
ALTER TABLE `job` ADD `fault` text;
--> statement-breakpoint
ALTER TABLE `job` ADD `cancelled_at` integer;
--> statement-breakpoint
ALTER TABLE `job` ADD `reason` text;
--> statement-breakpoint
ALTER TABLE `job` ADD `alerted_at` integer;
--> statement-breakpoint
CREATE INDEX `job_ready` ON `job` (`company_id`,`kind`,`priority`,`run_at`,`id`) WHERE state = 0;
--> statement-breakpoint
CREATE INDEX `job_held` ON `job` (`lease_until`,`company_id`,`kind`) WHERE state = 0 and lease_until is not null;
--> statement-breakpoint
CREATE INDEX `job_dead` ON `job` (`company_id`,`kind`) WHERE state = 2;
--> statement-breakpoint
CREATE INDEX `job_alert` ON `job` (`company_id`,`id`) WHERE state = 2 and alerted_at is null;
--> statement-breakpoint
ALTER TABLE `company` ADD `origins` text DEFAULT '[]' NOT NULL;
--> statement-breakpoint
ALTER TABLE `user` ADD `signed_out_at` integer;
--> statement-breakpoint
INSERT INTO `audit_head` SELECT `company_id`, max(`seq`) FROM `audit_event` GROUP BY `company_id`;
--> statement-breakpoint
-- ennead:rebuild-reviewed: rows of the log are wide, and clustered by their key they spill over into pages of their own.
-- Every row is copied. The runner makes all triggers anew in the batch of this step.
DROP INDEX `audit_event_id`;
--> statement-breakpoint
DROP INDEX `audit_event_version`;
--> statement-breakpoint
ALTER TABLE `audit_event` RENAME TO `audit_event_clustered`;
--> statement-breakpoint
CREATE TABLE `audit_event` (
	`company_id` text NOT NULL,
	`seq` integer NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`action` text NOT NULL,
	`entity` text NOT NULL,
	`entity_id` text NOT NULL,
	`entity_label` text,
	`version` integer,
	`op` text,
	`outcome` text NOT NULL,
	`actor` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_label` text NOT NULL,
	`on_behalf_of` text,
	`request_id` text NOT NULL,
	`route` text NOT NULL,
	`diff` text NOT NULL,
	PRIMARY KEY(`company_id`, `seq`),
	CONSTRAINT "audit_event_diff" CHECK(json_type(diff) = 'object'),
	CONSTRAINT "audit_event_op" CHECK((op is null) = (version is null))
) STRICT;
--> statement-breakpoint
INSERT INTO `audit_event` SELECT * FROM `audit_event_clustered` ORDER BY `company_id`, `seq`;
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_event_id` ON `audit_event` (`company_id`,`id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_event_version` ON `audit_event` (`company_id`,`entity`,`entity_id`,`version`) WHERE version is not null;
--> statement-breakpoint
DROP TABLE `audit_event_clustered`;
