CREATE TABLE `alert_checks` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`alert_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`due_at` datetime(3) NOT NULL,
	`calculated_value` double,
	`state` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`targets_notified` json NOT NULL,
	`error` longtext character set utf8mb4 collate utf8mb4_bin,
	`detail` json NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `alert_checks_id` PRIMARY KEY(`id`),
	CONSTRAINT `alert_checks_due` UNIQUE(`alert_id`,`due_at`)
);
--> statement-breakpoint
CREATE TABLE `alerts` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`insight_id` int NOT NULL,
	`name` varchar(255) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`threshold` json NOT NULL,
	`alert_condition` json NOT NULL,
	`config` json NOT NULL,
	`detector_config` json,
	`enabled` boolean NOT NULL,
	`calculation_interval` varchar(24) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`subscribed_users` json NOT NULL,
	`destinations` json NOT NULL,
	`skip_weekend` boolean NOT NULL,
	`snoozed_until` datetime(3),
	`schedule_start_time` varchar(5) character set utf8mb4 collate utf8mb4_bin,
	`schedule_restriction` json,
	`state` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`last_value` double,
	`last_notified_at` datetime(3),
	`last_checked_at` datetime(3),
	`next_check_at` datetime(3),
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `alerts_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `share_passwords` (
	`id` int AUTO_INCREMENT NOT NULL,
	`sharing_id` int NOT NULL,
	`hash` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`note` varchar(100) character set utf8mb4 collate utf8mb4_general_ci,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `share_passwords_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `sharing_configurations` (
	`id` int AUTO_INCREMENT NOT NULL,
	`project_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`dashboard_id` int,
	`insight_id` int,
	`recording_id` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`query` json,
	`name` varchar(400) character set utf8mb4 collate utf8mb4_general_ci,
	`enabled` boolean NOT NULL,
	`access_token` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`settings` json NOT NULL,
	`password_required` boolean NOT NULL DEFAULT false,
	`expires_at` datetime(3),
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `sharing_configurations_id` PRIMARY KEY(`id`),
	CONSTRAINT `sharing_token` UNIQUE(`access_token`),
	CONSTRAINT `sharing_dashboard` UNIQUE(`environment_id`,`dashboard_id`),
	CONSTRAINT `sharing_insight` UNIQUE(`environment_id`,`insight_id`),
	CONSTRAINT `sharing_recording` UNIQUE(`environment_id`,`recording_id`)
);
--> statement-breakpoint
CREATE TABLE `subscription_deliveries` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`subscription_id` int NOT NULL,
	`idempotency_key` varchar(100) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`trigger_type` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`status` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`target_type` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`target_value` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`error` longtext character set utf8mb4 collate utf8mb4_bin,
	`attempts` int NOT NULL,
	`lease_until` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`finished_at` datetime(3),
	CONSTRAINT `subscription_deliveries_id` PRIMARY KEY(`id`),
	CONSTRAINT `subscription_deliveries_key` UNIQUE(`subscription_id`,`idempotency_key`)
);
--> statement-breakpoint
CREATE TABLE `subscriptions` (
	`id` int AUTO_INCREMENT NOT NULL,
	`project_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`dashboard_id` int,
	`insight_id` int,
	`dashboard_export_insights` json NOT NULL,
	`target_type` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`target_value` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`frequency` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`repeat_interval` int NOT NULL,
	`byweekday` json NOT NULL,
	`bysetpos` int,
	`delivery_count` int,
	`delivered` int NOT NULL DEFAULT 0,
	`start_date` datetime(3) NOT NULL,
	`until_date` datetime(3),
	`title` varchar(100) character set utf8mb4 collate utf8mb4_general_ci,
	`invite_message` longtext character set utf8mb4 collate utf8mb4_bin,
	`enabled` boolean NOT NULL,
	`deleted` boolean NOT NULL DEFAULT false,
	`next_delivery_at` datetime(3),
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `subscriptions_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `alert_checks_created` ON `alert_checks` (`alert_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `alert_checks_age` ON `alert_checks` (`created_at`);--> statement-breakpoint
CREATE INDEX `alerts_due` ON `alerts` (`next_check_at`);--> statement-breakpoint
CREATE INDEX `alerts_project` ON `alerts` (`project_id`,`insight_id`);--> statement-breakpoint
CREATE INDEX `share_passwords_sharing` ON `share_passwords` (`sharing_id`);--> statement-breakpoint
CREATE INDEX `sharing_project` ON `sharing_configurations` (`project_id`,`enabled`);--> statement-breakpoint
CREATE INDEX `subscription_deliveries_open` ON `subscription_deliveries` (`status`,`lease_until`);--> statement-breakpoint
CREATE INDEX `subscription_deliveries_created` ON `subscription_deliveries` (`subscription_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `subscriptions_due` ON `subscriptions` (`enabled`,`deleted`,`next_delivery_at`);--> statement-breakpoint
CREATE INDEX `subscriptions_project` ON `subscriptions` (`project_id`,`deleted`);