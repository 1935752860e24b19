CREATE INDEX `record_by_territory` ON `record` (`company_id`,`object`,`territory_id`,`id`) WHERE territory_id is not null;
