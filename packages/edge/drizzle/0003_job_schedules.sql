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
