ALTER TABLE `job` ADD `scopes` text;
--> statement-breakpoint
ALTER TABLE `job_schedule` ADD `scopes` text;
