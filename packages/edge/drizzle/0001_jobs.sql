CREATE TABLE `job` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`dedupe` text,
	`priority` integer NOT NULL,
	`run_at` integer NOT NULL,
	`state` integer DEFAULT 0 NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`lease` text,
	`lease_until` integer,
	`again` integer,
	`again_payload` text,
	`payload` text NOT NULL,
	`last_error` text,
	`created_at` integer NOT NULL,
	`done_at` integer,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "job_state" CHECK(state in (0, 1, 2)),
	CONSTRAINT "job_lease" CHECK((lease is null) = (lease_until is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `job_dedupe` ON `job` (`company_id`,`kind`,`dedupe`) WHERE state = 0;
--> statement-breakpoint
CREATE INDEX `job_due` ON `job` (`run_at`,`priority`) WHERE state = 0;
--> statement-breakpoint
CREATE INDEX `job_done` ON `job` (`done_at`) WHERE state = 1;
--> statement-breakpoint
CREATE TABLE `job_run` (
	`company_id` text NOT NULL,
	`job_id` text NOT NULL,
	`lease` text NOT NULL,
	`attempt` integer NOT NULL,
	`outcome` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer NOT NULL,
	`run_at` integer,
	`error` text,
	PRIMARY KEY(`company_id`, `job_id`, `lease`),
	CONSTRAINT "job_run_outcome" CHECK(outcome in ('done', 'failed', 'dead')),
	CONSTRAINT "job_run_next" CHECK((run_at is null) = (outcome <> 'failed'))
);
--> statement-breakpoint
CREATE INDEX `job_run_age` ON `job_run` (`ended_at`);
