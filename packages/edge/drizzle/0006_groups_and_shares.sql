CREATE TABLE `user_group` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "user_group_version" CHECK(version > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_group_name` ON `user_group` (`company_id`,`name`);
--> statement-breakpoint
CREATE TABLE `group_member` (
	`company_id` text NOT NULL,
	`root_id` text NOT NULL,
	`member` text NOT NULL,
	`root_version` integer NOT NULL,
	PRIMARY KEY(`company_id`, `root_id`, `member`),
	FOREIGN KEY (`company_id`,`root_id`) REFERENCES `user_group`(`company_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `group_member_member` ON `group_member` (`company_id`,`member`);
--> statement-breakpoint
CREATE TABLE `record_share` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`object` text NOT NULL,
	`record_id` text NOT NULL,
	`target` text NOT NULL,
	`level` integer NOT NULL,
	`expires_at` integer,
	`note` text,
	`granted_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "record_share_version" CHECK(version > 0),
	CONSTRAINT "record_share_level" CHECK(level in (1, 2, 3))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `record_share_record` ON `record_share` (`company_id`,`object`,`record_id`,`target`);
--> statement-breakpoint
CREATE INDEX `record_share_target` ON `record_share` (`company_id`,`object`,`target`,`level`,`record_id`);
--> statement-breakpoint
CREATE INDEX `record_share_expiry` ON `record_share` (`company_id`,`expires_at`) WHERE expires_at is not null;
--> statement-breakpoint
CREATE TABLE `access_deny` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`who` text NOT NULL,
	`action` text NOT NULL,
	`object` text,
	`record_id` text,
	`reason` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "access_deny_version" CHECK(version > 0),
	CONSTRAINT "access_deny_record" CHECK(record_id is null or object is not null)
);
--> statement-breakpoint
CREATE TABLE `impersonation` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`actor_id` text NOT NULL,
	`user_id` text NOT NULL,
	`reason` text NOT NULL,
	`allow` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`ended_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "impersonation_version" CHECK(version > 0),
	CONSTRAINT "impersonation_allow" CHECK(json_type(allow) = 'array'),
	CONSTRAINT "impersonation_length" CHECK(ends_at - starts_at between 1 and 3600000)
);
--> statement-breakpoint
CREATE INDEX `impersonation_open` ON `impersonation` (`company_id`,`ends_at`) WHERE ended_at is null;
--> statement-breakpoint
ALTER TABLE `company` ADD `fiscal` text;
