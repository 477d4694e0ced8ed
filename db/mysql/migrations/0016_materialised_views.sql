CREATE TABLE `saved_query_results` (
	`saved_query_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`run` bigint,
	`columns` json,
	`due_at` datetime(3),
	`stored_at` datetime(3),
	CONSTRAINT `saved_query_results_saved_query_id_environment_id_pk` PRIMARY KEY(`saved_query_id`,`environment_id`)
);
--> statement-breakpoint
CREATE TABLE `saved_query_runs` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`saved_query_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`environment_id` int NOT NULL,
	`status` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`started_at` datetime(3) NOT NULL,
	`ended_at` datetime(3),
	`row_count` int,
	`error` longtext character set utf8mb4 collate utf8mb4_bin,
	CONSTRAINT `saved_query_runs_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `dashboard_tiles` ADD `widget` json;--> statement-breakpoint
ALTER TABLE `saved_queries` ADD `sync_frequency` varchar(8) character set utf8mb4 collate utf8mb4_bin;--> statement-breakpoint
CREATE INDEX `saved_query_results_due` ON `saved_query_results` (`due_at`);--> statement-breakpoint
CREATE INDEX `saved_query_results_environment` ON `saved_query_results` (`environment_id`);--> statement-breakpoint
CREATE INDEX `saved_query_runs_view` ON `saved_query_runs` (`saved_query_id`,`environment_id`,`started_at`);