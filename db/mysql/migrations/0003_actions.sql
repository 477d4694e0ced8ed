CREATE TABLE `actions` (
	`id` int AUTO_INCREMENT NOT NULL,
	`project_id` int NOT NULL,
	`name` varchar(400) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`live_name` varchar(400) character set utf8mb4 collate utf8mb4_general_ci,
	`description` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`tags` json NOT NULL,
	`steps` json NOT NULL,
	`post_to_slack` boolean NOT NULL DEFAULT false,
	`slack_message_format` varchar(1200) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`pinned_at` datetime(3),
	`deleted` boolean NOT NULL DEFAULT false,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `actions_id` PRIMARY KEY(`id`),
	CONSTRAINT `actions_live_name` UNIQUE(`project_id`,`live_name`)
);
--> statement-breakpoint
CREATE INDEX `actions_project` ON `actions` (`project_id`,`deleted`);