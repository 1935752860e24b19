CREATE TABLE `audit_posting` (
	`company_id` text NOT NULL,
	`facet` text NOT NULL,
	`value` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`company_id`, `facet`, `value`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `audit_indexed` (
	`company_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL
);
