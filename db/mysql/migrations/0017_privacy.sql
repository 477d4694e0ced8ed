CREATE TABLE `data_jobs` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`kind` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`state` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`params` json NOT NULL,
	`progress` json NOT NULL,
	`error` longtext character set utf8mb4 collate utf8mb4_bin,
	`attempts` int NOT NULL DEFAULT 0,
	`requested_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`requested_at` datetime(3) NOT NULL,
	`beat_at` datetime(3),
	`due_at` datetime(3) NOT NULL,
	`finished_at` datetime(3),
	`expires_at` datetime(3),
	CONSTRAINT `data_jobs_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `retention_states` (
	`environment_id` int NOT NULL,
	`product` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`days` int NOT NULL,
	`notice_at` datetime(3),
	`effective_at` datetime(3),
	`deleted_before` varchar(10) character set utf8mb4 collate utf8mb4_bin,
	`deleted_rows` bigint NOT NULL DEFAULT 0,
	`last_run_at` datetime(3),
	CONSTRAINT `retention_states_environment_id_product_pk` PRIMARY KEY(`environment_id`,`product`)
);
--> statement-breakpoint
ALTER TABLE `organizations` ADD `region` varchar(16) character set utf8mb4 collate utf8mb4_bin DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `data_jobs_environment` ON `data_jobs` (`environment_id`,`kind`,`requested_at`);--> statement-breakpoint
CREATE INDEX `data_jobs_due` ON `data_jobs` (`state`,`due_at`);--> statement-breakpoint
CREATE INDEX `data_jobs_expiry` ON `data_jobs` (`expires_at`);