CREATE TABLE `comments` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`scope` varchar(79) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`item_id` varchar(72) character set utf8mb4 collate utf8mb4_bin,
	`content` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`rich_content` json,
	`item_context` json,
	`reply_to` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`is_task` boolean NOT NULL DEFAULT false,
	`completed_at` datetime(3),
	`completed_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`version` int NOT NULL DEFAULT 0,
	`deleted` boolean NOT NULL DEFAULT false,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `comments_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `experiment_runs` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`experiment_id` int NOT NULL,
	`status` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`outcome` json NOT NULL,
	`query_to` datetime(3) NOT NULL,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`completed_at` datetime(3) NOT NULL,
	CONSTRAINT `experiment_runs_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `home_settings` (
	`user_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`tabs` json NOT NULL,
	`homepage` json,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `home_settings_user_id_project_id_pk` PRIMARY KEY(`user_id`,`project_id`)
);
--> statement-breakpoint
CREATE TABLE `insight_views` (
	`project_id` int NOT NULL,
	`insight_id` int NOT NULL,
	`user_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`day` date NOT NULL,
	`views` int NOT NULL,
	`last_viewed_at` datetime(3) NOT NULL,
	CONSTRAINT `insight_views_project_id_insight_id_user_id_day_pk` PRIMARY KEY(`project_id`,`insight_id`,`user_id`,`day`)
);
--> statement-breakpoint
CREATE INDEX `comments_item` ON `comments` (`project_id`,`scope`,`item_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `comments_thread` ON `comments` (`project_id`,`reply_to`,`created_at`);--> statement-breakpoint
CREATE INDEX `experiment_runs_experiment` ON `experiment_runs` (`project_id`,`experiment_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `insight_views_day` ON `insight_views` (`project_id`,`day`);--> statement-breakpoint
CREATE INDEX `insight_views_user` ON `insight_views` (`project_id`,`user_id`,`last_viewed_at`);