CREATE TABLE `notifications` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`dedupe_key` varchar(191) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`project_id` int,
	`channel` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`target` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`subject` varchar(400) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`content` json NOT NULL,
	`state` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`attempts` int NOT NULL,
	`due_at` datetime(3) NOT NULL,
	`error` longtext character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`sent_at` datetime(3),
	CONSTRAINT `notifications_id` PRIMARY KEY(`id`),
	CONSTRAINT `notifications_key` UNIQUE(`dedupe_key`)
);
--> statement-breakpoint
CREATE INDEX `notifications_due` ON `notifications` (`state`,`due_at`);--> statement-breakpoint
CREATE INDEX `notifications_channel` ON `notifications` (`channel`,`created_at`);--> statement-breakpoint
CREATE INDEX `notifications_created` ON `notifications` (`created_at`);