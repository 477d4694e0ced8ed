CREATE TABLE `experiment_looks` (
	`project_id` int NOT NULL,
	`experiment_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`metric` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`variant` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`fingerprint` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`p_value` double,
	`first_crossed_at` datetime(3),
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `experiment_looks_pk` PRIMARY KEY(`project_id`,`experiment_id`,`environment_id`,`metric`,`variant`)
);
--> statement-breakpoint
CREATE TABLE `experiment_results` (
	`project_id` int NOT NULL,
	`experiment_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`metric` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`fingerprint` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`day` date NOT NULL,
	`result` json NOT NULL,
	`computed_at` datetime(3) NOT NULL,
	CONSTRAINT `experiment_results_pk` PRIMARY KEY(`project_id`,`experiment_id`,`environment_id`,`metric`,`day`)
);
--> statement-breakpoint
CREATE TABLE `experiment_saved_metrics` (
	`id` int AUTO_INCREMENT NOT NULL,
	`project_id` int NOT NULL,
	`name` varchar(400) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`description` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`query` json NOT NULL,
	`tags` json NOT NULL,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `experiment_saved_metrics_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `experiments` (
	`id` int AUTO_INCREMENT NOT NULL,
	`project_id` int NOT NULL,
	`name` varchar(400) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`description` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`type` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL DEFAULT 'product',
	`flag_id` int NOT NULL,
	`holdout_id` int,
	`parameters` json NOT NULL,
	`metrics` json NOT NULL,
	`metrics_secondary` json NOT NULL,
	`saved_metrics` json NOT NULL,
	`primary_order` json,
	`secondary_order` json,
	`exposure_criteria` json NOT NULL,
	`stats_config` json NOT NULL,
	`start_date` datetime(3),
	`end_date` datetime(3),
	`exposure_frozen_at` datetime(3),
	`exposure_cohort` int,
	`conclusion` varchar(16) character set utf8mb4 collate utf8mb4_bin,
	`conclusion_comment` longtext character set utf8mb4 collate utf8mb4_bin,
	`tags` json NOT NULL,
	`archived` boolean NOT NULL DEFAULT false,
	`deleted` boolean NOT NULL DEFAULT false,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `experiments_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `experiment_saved_metrics_project` ON `experiment_saved_metrics` (`project_id`);--> statement-breakpoint
CREATE INDEX `experiments_project` ON `experiments` (`project_id`,`deleted`);--> statement-breakpoint
CREATE INDEX `experiments_flag` ON `experiments` (`project_id`,`flag_id`);