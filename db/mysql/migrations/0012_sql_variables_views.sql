CREATE TABLE `insight_variables` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`name` varchar(400) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`type` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`code_name` varchar(128) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`default_value` json NOT NULL,
	`possible_values` json NOT NULL,
	`is_multi` boolean NOT NULL DEFAULT false,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `insight_variables_id` PRIMARY KEY(`id`),
	CONSTRAINT `insight_variables_code_name` UNIQUE(`project_id`,`code_name`)
);
--> statement-breakpoint
CREATE TABLE `saved_queries` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`name` varchar(128) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`query` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`columns` json NOT NULL,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `saved_queries_id` PRIMARY KEY(`id`),
	CONSTRAINT `saved_queries_name` UNIQUE(`project_id`,`name`)
);
