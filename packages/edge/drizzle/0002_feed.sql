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
ALTER TABLE `user` ADD `signed_out_at` integer;
