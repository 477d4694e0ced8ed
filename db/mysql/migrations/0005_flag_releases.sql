CREATE TABLE `early_access_features` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`flag_id` int NOT NULL,
	`name` varchar(200) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`description` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`stage` varchar(40) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`documentation_url` varchar(800) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`payload` json NOT NULL,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `early_access_features_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `experiment_holdouts` (
	`id` int AUTO_INCREMENT NOT NULL,
	`project_id` int NOT NULL,
	`name` varchar(400) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`description` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`filters` json NOT NULL,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `experiment_holdouts_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `flag_change_requests` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`flag_id` int NOT NULL,
	`flag_version` int NOT NULL,
	`change` json NOT NULL,
	`state` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`note` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`decided_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`decided_at` datetime(3),
	CONSTRAINT `flag_change_requests_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `scheduled_changes` (
	`id` int AUTO_INCREMENT NOT NULL,
	`project_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`record_id` int NOT NULL,
	`model_name` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`payload` json NOT NULL,
	`scheduled_at` datetime(3) NOT NULL,
	`is_recurring` boolean NOT NULL DEFAULT false,
	`recurrence_interval` varchar(16) character set utf8mb4 collate utf8mb4_bin,
	`cron_expression` varchar(100) character set utf8mb4 collate utf8mb4_bin,
	`end_date` datetime(3),
	`executed_at` datetime(3),
	`last_executed_at` datetime(3),
	`failure_count` int NOT NULL DEFAULT 0,
	`failure_reason` longtext character set utf8mb4 collate utf8mb4_bin,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `scheduled_changes_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `environments` ADD `flag_approval` boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `environments` ADD `deleted_at` datetime(3);--> statement-breakpoint
CREATE INDEX `early_access_features_project` ON `early_access_features` (`project_id`,`flag_id`);--> statement-breakpoint
CREATE INDEX `experiment_holdouts_project` ON `experiment_holdouts` (`project_id`);--> statement-breakpoint
CREATE INDEX `flag_change_requests_flag` ON `flag_change_requests` (`project_id`,`flag_id`,`state`);--> statement-breakpoint
CREATE INDEX `scheduled_changes_due` ON `scheduled_changes` (`executed_at`,`scheduled_at`);--> statement-breakpoint
CREATE INDEX `scheduled_changes_record` ON `scheduled_changes` (`project_id`,`record_id`);