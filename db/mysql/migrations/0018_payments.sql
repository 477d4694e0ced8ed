CREATE TABLE `billing_terms` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`from_at` datetime(3) NOT NULL,
	`plan` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`limits` json NOT NULL,
	CONSTRAINT `billing_terms_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `meter_reports` (
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`day` varchar(10) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`product` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`units` bigint NOT NULL,
	`reported_at` datetime(3) NOT NULL,
	CONSTRAINT `meter_reports_organization_id_day_product_pk` PRIMARY KEY(`organization_id`,`day`,`product`)
);
--> statement-breakpoint
ALTER TABLE `billing_customers` ADD `plan` varchar(16) character set utf8mb4 collate utf8mb4_bin DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `billing_customers` ADD `card` json;--> statement-breakpoint
ALTER TABLE `invoices` ADD `payment` json;--> statement-breakpoint
ALTER TABLE `invoices` ADD `next_attempt_at` datetime(3);--> statement-breakpoint
CREATE INDEX `billing_terms_from` ON `billing_terms` (`organization_id`,`from_at`);