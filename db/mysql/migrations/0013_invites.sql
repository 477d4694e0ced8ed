CREATE TABLE `organization_invites` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`email` varchar(254) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`first_name` varchar(150) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`role` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`message` longtext character set utf8mb4 collate utf8mb4_bin,
	`token_hash` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	CONSTRAINT `organization_invites_id` PRIMARY KEY(`id`),
	CONSTRAINT `organization_invites_token` UNIQUE(`token_hash`),
	CONSTRAINT `organization_invites_email` UNIQUE(`organization_id`,`email`)
);
--> statement-breakpoint
CREATE INDEX `organization_invites_organization` ON `organization_invites` (`organization_id`,`created_at`);