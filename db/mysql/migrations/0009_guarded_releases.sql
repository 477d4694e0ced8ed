CREATE TABLE `guarded_release_entries` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`release_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`kind` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`text` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`detail` json NOT NULL,
	`user_id` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `guarded_release_entries_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `guarded_releases` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`flag_id` int NOT NULL,
	`live_key` varchar(32) character set utf8mb4 collate utf8mb4_bin,
	`condition_index` int NOT NULL,
	`state` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`stages` json NOT NULL,
	`stage` int NOT NULL,
	`stage_started_at` datetime(3) NOT NULL,
	`is_guarded` boolean NOT NULL,
	`settings` json NOT NULL,
	`notify` json NOT NULL,
	`state_before` json NOT NULL,
	`targeting` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`version` int NOT NULL,
	`last_look` json,
	`trail` json NOT NULL,
	`looked_at` datetime(3),
	`hold` longtext character set utf8mb4 collate utf8mb4_bin,
	`reason` longtext character set utf8mb4 collate utf8mb4_bin,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	`ended_at` datetime(3),
	CONSTRAINT `guarded_releases_id` PRIMARY KEY(`id`),
	CONSTRAINT `guarded_releases_live` UNIQUE(`live_key`)
);
--> statement-breakpoint
CREATE INDEX `guarded_release_entries_release` ON `guarded_release_entries` (`project_id`,`release_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `guarded_releases_due` ON `guarded_releases` (`state`,`looked_at`);--> statement-breakpoint
CREATE INDEX `guarded_releases_flag` ON `guarded_releases` (`project_id`,`flag_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `guarded_releases_project` ON `guarded_releases` (`project_id`,`created_at`);