CREATE TABLE `billing_alerts` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`subject` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`kind` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`detail` json NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `billing_alerts_id` PRIMARY KEY(`id`),
	CONSTRAINT `billing_alerts_subject` UNIQUE(`organization_id`,`subject`)
);
--> statement-breakpoint
CREATE TABLE `billing_customers` (
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`customer_id` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`subscription_id` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`status` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`cancel_at` datetime(3),
	`period_end` datetime(3),
	`status_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `billing_customers_organization_id` PRIMARY KEY(`organization_id`),
	CONSTRAINT `billing_customers_customer_id_unique` UNIQUE(`customer_id`)
);
--> statement-breakpoint
CREATE TABLE `billing_events` (
	`id` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`type` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`received_at` datetime(3) NOT NULL,
	CONSTRAINT `billing_events_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `billing_settings` (
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`limits` json NOT NULL,
	`pause` boolean NOT NULL DEFAULT false,
	`discounts` json NOT NULL,
	`credits` json NOT NULL,
	`version` bigint NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `billing_settings_organization_id` PRIMARY KEY(`organization_id`)
);
--> statement-breakpoint
CREATE TABLE `ingestion_rules` (
	`id` int AUTO_INCREMENT NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`event` varchar(200) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`sdk` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`sdk_version` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`keep_percent` int NOT NULL,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`ends_at` datetime(3),
	CONSTRAINT `ingestion_rules_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `invoices` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`period` varchar(10) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`content` json NOT NULL,
	`status` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`provider_id` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`url` varchar(1000) character set utf8mb4 collate utf8mb4_bin,
	`status_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `invoices_id` PRIMARY KEY(`id`),
	CONSTRAINT `invoices_period` UNIQUE(`organization_id`,`period`)
);
--> statement-breakpoint
CREATE TABLE `meter_days` (
	`environment_id` int NOT NULL,
	`day` varchar(10) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`cells` json NOT NULL,
	`differences` json NOT NULL,
	`checked_at` datetime(3),
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `meter_days_environment_id_day_pk` PRIMARY KEY(`environment_id`,`day`)
);
--> statement-breakpoint
CREATE INDEX `billing_alerts_created` ON `billing_alerts` (`organization_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `ingestion_rules_environment` ON `ingestion_rules` (`environment_id`);--> statement-breakpoint
CREATE INDEX `ingestion_rules_project` ON `ingestion_rules` (`project_id`);--> statement-breakpoint
CREATE INDEX `invoices_provider` ON `invoices` (`provider_id`);--> statement-breakpoint
CREATE INDEX `meter_days_organization` ON `meter_days` (`organization_id`,`day`);