ALTER TABLE `api_key` ADD `made_by` text;
