CREATE TABLE `activity_log` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int,
	`user_id` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`scope` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`item_id` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`activity` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`detail` json NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `activity_log_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`kind` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`hash` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`label` varchar(40) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`mask` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`user_id` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`environment_id` int,
	`scopes` json NOT NULL,
	`scoped_teams` json NOT NULL,
	`scoped_organizations` json NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`last_used_at` datetime(3),
	`last_rolled_at` datetime(3),
	`expires_at` datetime(3),
	`revoked_at` datetime(3),
	CONSTRAINT `api_keys_id` PRIMARY KEY(`id`),
	CONSTRAINT `api_keys_hash_unique` UNIQUE(`hash`)
);
--> statement-breakpoint
CREATE TABLE `account` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`user_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`account_id` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`provider_id` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`access_token` longtext character set utf8mb4 collate utf8mb4_bin,
	`refresh_token` longtext character set utf8mb4 collate utf8mb4_bin,
	`id_token` longtext character set utf8mb4 collate utf8mb4_bin,
	`access_token_expires_at` datetime(3),
	`refresh_token_expires_at` datetime(3),
	`scope` longtext character set utf8mb4 collate utf8mb4_bin,
	`password` longtext character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `account_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `rate_limit` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`key` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`count` int NOT NULL,
	`last_request` bigint NOT NULL,
	CONSTRAINT `rate_limit_id` PRIMARY KEY(`id`),
	CONSTRAINT `rate_limit_key_unique` UNIQUE(`key`)
);
--> statement-breakpoint
CREATE TABLE `session` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`user_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`token` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`ip_address` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`user_agent` longtext character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `session_id` PRIMARY KEY(`id`),
	CONSTRAINT `session_token` UNIQUE(`token`)
);
--> statement-breakpoint
CREATE TABLE `user` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`number` int AUTO_INCREMENT NOT NULL,
	`name` varchar(255) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`email` varchar(255) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`email_verified` boolean NOT NULL DEFAULT false,
	`image` varchar(1024) character set utf8mb4 collate utf8mb4_bin,
	`current_environment_id` int,
	`current_organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`preferences` json,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `user_id` PRIMARY KEY(`id`),
	CONSTRAINT `user_number_unique` UNIQUE(`number`),
	CONSTRAINT `user_email_unique` UNIQUE(`email`)
);
--> statement-breakpoint
CREATE TABLE `verification` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`identifier` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`value` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `verification_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `cohorts` (
	`id` int AUTO_INCREMENT NOT NULL,
	`project_id` int NOT NULL,
	`name` varchar(400) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`description` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`filters` json NOT NULL,
	`is_static` boolean NOT NULL DEFAULT false,
	`deleted` boolean NOT NULL DEFAULT false,
	`version` int NOT NULL,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `cohorts_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `feature_flag_versions` (
	`project_id` int NOT NULL,
	`flag_id` int NOT NULL,
	`version` int NOT NULL,
	`definition` json NOT NULL,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `feature_flag_versions_project_id_flag_id_version_pk` PRIMARY KEY(`project_id`,`flag_id`,`version`)
);
--> statement-breakpoint
CREATE TABLE `feature_flags` (
	`id` int AUTO_INCREMENT NOT NULL,
	`project_id` int NOT NULL,
	`key` varchar(400) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`live_key` varchar(400) character set utf8mb4 collate utf8mb4_bin,
	`name` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`filters` json NOT NULL,
	`active` boolean NOT NULL,
	`archived` boolean NOT NULL DEFAULT false,
	`deleted` boolean NOT NULL DEFAULT false,
	`version` int NOT NULL,
	`ensure_experience_continuity` boolean NOT NULL DEFAULT false,
	`evaluation_runtime` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL DEFAULT 'all',
	`bucketing_identifier` varchar(16) character set utf8mb4 collate utf8mb4_bin,
	`evaluation_contexts` json NOT NULL,
	`tags` json NOT NULL,
	`is_remote_configuration` boolean NOT NULL DEFAULT false,
	`has_encrypted_payloads` boolean NOT NULL DEFAULT false,
	`creation_context` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL DEFAULT 'feature_flags',
	`rollback_conditions` json NOT NULL,
	`environments` json NOT NULL,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`last_modified_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `feature_flags_id` PRIMARY KEY(`id`),
	CONSTRAINT `feature_flags_live_key` UNIQUE(`project_id`,`live_key`)
);
--> statement-breakpoint
CREATE TABLE `memberships` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`user_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`role` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `memberships_id` PRIMARY KEY(`id`),
	CONSTRAINT `memberships_organization_user` UNIQUE(`organization_id`,`user_id`)
);
--> statement-breakpoint
CREATE TABLE `organizations` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`name` varchar(255) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`slug` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`settings` json NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `organizations_id` PRIMARY KEY(`id`),
	CONSTRAINT `organizations_slug_unique` UNIQUE(`slug`)
);
--> statement-breakpoint
CREATE TABLE `config_versions` (
	`project_id` int NOT NULL,
	`version` bigint NOT NULL,
	`pushed` bigint NOT NULL DEFAULT 0,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `config_versions_project_id` PRIMARY KEY(`project_id`)
);
--> statement-breakpoint
CREATE TABLE `environment_tokens` (
	`token` varchar(128) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`environment_id` int NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`revoked_at` datetime(3),
	CONSTRAINT `environment_tokens_token` PRIMARY KEY(`token`)
);
--> statement-breakpoint
CREATE TABLE `environments` (
	`id` int AUTO_INCREMENT NOT NULL,
	`uuid` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`name` varchar(255) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`is_default` boolean NOT NULL,
	`settings` json NOT NULL,
	`ingested_event` boolean NOT NULL DEFAULT false,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `environments_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `group_types` (
	`project_id` int NOT NULL,
	`group_type_index` int NOT NULL,
	`group_type` varchar(400) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`name_singular` varchar(255) character set utf8mb4 collate utf8mb4_general_ci,
	`name_plural` varchar(255) character set utf8mb4 collate utf8mb4_general_ci,
	`default_columns` json,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `group_types_project_id_group_type_index_pk` PRIMARY KEY(`project_id`,`group_type_index`)
);
--> statement-breakpoint
CREATE TABLE `projects` (
	`id` int NOT NULL,
	`uuid` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`name` varchar(255) character set utf8mb4 collate utf8mb4_general_ci NOT NULL,
	`timezone` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL DEFAULT 'UTC',
	`settings` json NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	`deleted_at` datetime(3),
	CONSTRAINT `projects_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `activity_log_item` ON `activity_log` (`project_id`,`scope`,`item_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `activity_log_project` ON `activity_log` (`project_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `activity_log_organization` ON `activity_log` (`organization_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `api_keys_user` ON `api_keys` (`user_id`);--> statement-breakpoint
CREATE INDEX `api_keys_environment` ON `api_keys` (`environment_id`);--> statement-breakpoint
CREATE INDEX `account_user` ON `account` (`user_id`);--> statement-breakpoint
CREATE INDEX `account_provider` ON `account` (`provider_id`,`account_id`);--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE INDEX `user_created` ON `user` (`created_at`);--> statement-breakpoint
CREATE INDEX `verification_identifier` ON `verification` (`identifier`);--> statement-breakpoint
CREATE INDEX `cohorts_project` ON `cohorts` (`project_id`,`deleted`);--> statement-breakpoint
CREATE INDEX `feature_flags_project` ON `feature_flags` (`project_id`,`deleted`);--> statement-breakpoint
CREATE INDEX `memberships_user` ON `memberships` (`user_id`);--> statement-breakpoint
CREATE INDEX `environment_tokens_environment` ON `environment_tokens` (`environment_id`);--> statement-breakpoint
CREATE INDEX `environments_project` ON `environments` (`project_id`);--> statement-breakpoint
CREATE INDEX `environments_organization` ON `environments` (`organization_id`);--> statement-breakpoint
CREATE INDEX `projects_organization` ON `projects` (`organization_id`);