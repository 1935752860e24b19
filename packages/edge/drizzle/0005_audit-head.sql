CREATE TABLE `audit_head` (
	`company_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL
);
