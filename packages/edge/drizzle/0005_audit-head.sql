CREATE TABLE `audit_head` (
	`company_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO `audit_head` SELECT `company_id`, max(`seq`) FROM `audit_event` GROUP BY `company_id`;
