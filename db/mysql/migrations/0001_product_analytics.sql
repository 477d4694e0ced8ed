CREATE TABLE `annotations` (
	`id` int AUTO_INCREMENT NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`content` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`date_marker` datetime(3),
	`scope` varchar(24) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`creation_type` varchar(8) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`insight_id` int,
	`dashboard_id` int,
	`emoji` varchar(32) character set utf8mb4 collate utf8mb4_bin,
	`hidden` boolean,
	`deleted` boolean NOT NULL DEFAULT false,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `annotations_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `dashboard_tiles` (
	`id` int AUTO_INCREMENT NOT NULL,
	`project_id` int NOT NULL,
	`dashboard_id` int NOT NULL,
	`insight_id` int,
	`body` longtext character set utf8mb4 collate utf8mb4_bin,
	`layouts` json NOT NULL,
	`color` varchar(32) character set utf8mb4 collate utf8mb4_bin,
	`position` int NOT NULL,
	`deleted` boolean NOT NULL DEFAULT false,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `dashboard_tiles_id` PRIMARY KEY(`id`),
	CONSTRAINT `dashboard_tiles_insight` UNIQUE(`project_id`,`dashboard_id`,`insight_id`)
);
--> statement-breakpoint
CREATE TABLE `dashboards` (
	`id` int AUTO_INCREMENT NOT NULL,
	`project_id` int NOT NULL,
	`name` varchar(400) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`description` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`pinned` boolean NOT NULL DEFAULT false,
	`deleted` boolean NOT NULL DEFAULT false,
	`creation_mode` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL DEFAULT 'default',
	`tags` json NOT NULL,
	`filters` json NOT NULL,
	`variables` json NOT NULL,
	`breakdown_colors` json NOT NULL,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `dashboards_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `insights` (
	`id` int AUTO_INCREMENT NOT NULL,
	`project_id` int NOT NULL,
	`short_id` varchar(8) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`name` varchar(400) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`derived_name` varchar(400) character set utf8mb4 collate utf8mb4_general_ci,
	`description` varchar(400) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`query` json NOT NULL,
	`kind` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`tags` json NOT NULL,
	`favorited` boolean NOT NULL DEFAULT false,
	`saved` boolean NOT NULL DEFAULT true,
	`deleted` boolean NOT NULL DEFAULT false,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	`last_modified_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`last_modified_at` datetime(3) NOT NULL,
	CONSTRAINT `insights_id` PRIMARY KEY(`id`),
	CONSTRAINT `insights_short_id` UNIQUE(`project_id`,`short_id`)
);
--> statement-breakpoint
CREATE INDEX `annotations_project` ON `annotations` (`project_id`,`deleted`,`date_marker`);--> statement-breakpoint
CREATE INDEX `annotations_organization` ON `annotations` (`organization_id`,`scope`,`deleted`);--> statement-breakpoint
CREATE INDEX `dashboard_tiles_by_insight` ON `dashboard_tiles` (`project_id`,`insight_id`);--> statement-breakpoint
CREATE INDEX `dashboards_project` ON `dashboards` (`project_id`,`deleted`,`pinned`);--> statement-breakpoint
CREATE INDEX `insights_project` ON `insights` (`project_id`,`deleted`,`last_modified_at`);