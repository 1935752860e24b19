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
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_event_id` ON `audit_event` (`company_id`,`id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_event_version` ON `audit_event` (`company_id`,`entity`,`entity_id`,`version`) WHERE version is not null;
--> statement-breakpoint
CREATE TABLE `audit_value` (
	`company_id` text NOT NULL,
	`event_id` text NOT NULL,
	`commitment` text NOT NULL,
	`subject` text NOT NULL,
	`salt` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`company_id`, `event_id`, `commitment`)
);
--> statement-breakpoint
CREATE INDEX `audit_value_subject` ON `audit_value` (`company_id`,`subject`);
--> statement-breakpoint
CREATE TABLE `audit_licence` (
	`company_id` text NOT NULL,
	`entity` text NOT NULL,
	`entity_id` text NOT NULL,
	`version` integer NOT NULL,
	`op` text NOT NULL,
	`unused` integer DEFAULT 1 NOT NULL,
	PRIMARY KEY(`company_id`, `entity`, `entity_id`),
	FOREIGN KEY (`unused`) REFERENCES `audit_never`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "audit_licence_unused" CHECK(unused = 1)
);
--> statement-breakpoint
CREATE TABLE `audit_never` (
	`id` integer PRIMARY KEY NOT NULL,
	CONSTRAINT "audit_never_empty" CHECK(id is null)
);
--> statement-breakpoint
CREATE TABLE `idempotency` (
	`company_id` text NOT NULL,
	`actor` text NOT NULL,
	`key` text NOT NULL,
	`hash` text NOT NULL,
	`route` text NOT NULL,
	`api_version` text NOT NULL,
	`response` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `actor`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_age` ON `idempotency` (`created_at`);
--> statement-breakpoint
CREATE TABLE `schema_migration` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`applied_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `schema_state` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `company` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`currency` text NOT NULL,
	`locale` text NOT NULL,
	`time_zone` text NOT NULL,
	`defaults` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "company_self" CHECK(id = company_id),
	CONSTRAINT "company_version" CHECK(version > 0),
	CONSTRAINT "company_defaults" CHECK(json_type(defaults) = 'object')
);
--> statement-breakpoint
CREATE TABLE `user` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`active` integer NOT NULL,
	`manager_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "user_version" CHECK(version > 0),
	CONSTRAINT "user_active" CHECK(active in (0, 1))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email` ON `user` (`company_id`,`email`);
--> statement-breakpoint
CREATE INDEX `user_name` ON `user` (`company_id`,`name`,`id`);
--> statement-breakpoint
CREATE TABLE `permission_set` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`role` integer NOT NULL,
	`grants` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "permission_set_version" CHECK(version > 0),
	CONSTRAINT "permission_set_role" CHECK(role in (0, 1)),
	CONSTRAINT "permission_set_grants" CHECK(json_type(grants) = 'object')
);
--> statement-breakpoint
CREATE UNIQUE INDEX `permission_set_name` ON `permission_set` (`company_id`,`name`);
--> statement-breakpoint
CREATE TABLE `permission_set_user` (
	`company_id` text NOT NULL,
	`root_id` text NOT NULL,
	`set_id` text NOT NULL,
	`root_version` integer NOT NULL,
	PRIMARY KEY(`company_id`, `root_id`, `set_id`),
	FOREIGN KEY (`company_id`,`root_id`) REFERENCES `user`(`company_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `permission_set_user_set` ON `permission_set_user` (`company_id`,`set_id`);
--> statement-breakpoint
CREATE TABLE `access_stamp` (
	`company_id` text PRIMARY KEY NOT NULL,
	`stamp` integer NOT NULL,
	CONSTRAINT "access_stamp_positive" CHECK(stamp > 0)
);
--> statement-breakpoint
CREATE TABLE `report` (
	`company_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`owner_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`spec` text NOT NULL,
	`view` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `id`),
	CONSTRAINT "report_version" CHECK(version > 0),
	CONSTRAINT "report_spec" CHECK(json_type(spec) = 'object'),
	CONSTRAINT "report_view" CHECK(view is null or json_type(view) = 'object')
);
--> statement-breakpoint
CREATE INDEX `report_name` ON `report` (`company_id`,`name`,`id`);
--> statement-breakpoint
CREATE INDEX `report_owner` ON `report` (`company_id`,`owner_id`,`name`,`id`);
--> statement-breakpoint
CREATE TABLE `record` (
	`company_id` text NOT NULL,
	`object` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`owner_id` text,
	`territory_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`data` text NOT NULL,
	PRIMARY KEY(`company_id`, `object`, `id`),
	CONSTRAINT "record_version" CHECK(version > 0),
	CONSTRAINT "record_data" CHECK(json_type(data) = 'object')
);
--> statement-breakpoint
CREATE INDEX `record_owner` ON `record` (`company_id`,`object`,`owner_id`,`id`);
--> statement-breakpoint
CREATE INDEX `record_updated` ON `record` (`company_id`,`object`,`updated_at`,`id`);
--> statement-breakpoint
CREATE TABLE `record_unique` (
	`company_id` text NOT NULL,
	`object` text NOT NULL,
	`field` text NOT NULL,
	`value` text NOT NULL,
	`root_id` text NOT NULL,
	`root_version` integer NOT NULL,
	PRIMARY KEY(`company_id`, `object`, `field`, `value`),
	FOREIGN KEY (`company_id`,`object`,`root_id`) REFERENCES `record`(`company_id`,`object`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `record_unique_root` ON `record_unique` (`company_id`,`object`,`root_id`,`field`);
--> statement-breakpoint
CREATE TABLE `record_external` (
	`company_id` text NOT NULL,
	`object` text NOT NULL,
	`external_id` text NOT NULL,
	`root_id` text NOT NULL,
	`root_version` integer NOT NULL,
	PRIMARY KEY(`company_id`, `object`, `external_id`),
	FOREIGN KEY (`company_id`,`object`,`root_id`) REFERENCES `record`(`company_id`,`object`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `record_external_root` ON `record_external` (`company_id`,`object`,`root_id`);
--> statement-breakpoint
CREATE TABLE `record_value` (
	`company_id` text NOT NULL,
	`object` text NOT NULL,
	`field` text NOT NULL,
	`value` any NOT NULL,
	`root_id` text NOT NULL,
	PRIMARY KEY(`company_id`, `object`, `field`, `value`, `root_id`)
);
