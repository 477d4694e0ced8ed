CREATE TABLE `access_controls` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`resource` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`resource_id` int NOT NULL,
	`subject` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`subject_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`level` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `access_controls_id` PRIMARY KEY(`id`),
	CONSTRAINT `access_controls_rule` UNIQUE(`project_id`,`resource`,`resource_id`,`subject`,`subject_id`)
);
--> statement-breakpoint
CREATE TABLE `passkey` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`user_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`name` varchar(255) character set utf8mb4 collate utf8mb4_general_ci,
	`public_key` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`credential_id` varchar(500) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`counter` int NOT NULL,
	`device_type` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`backed_up` boolean NOT NULL,
	`transports` varchar(255) character set utf8mb4 collate utf8mb4_bin,
	`aaguid` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3),
	CONSTRAINT `passkey_id` PRIMARY KEY(`id`),
	CONSTRAINT `passkey_credential` UNIQUE(`credential_id`)
);
--> statement-breakpoint
CREATE TABLE `two_factor` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`user_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`secret` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`backup_codes` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`verified` boolean NOT NULL DEFAULT true,
	`failed_verification_count` int NOT NULL DEFAULT 0,
	`locked_until` datetime(3),
	CONSTRAINT `two_factor_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `identity_providers` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`issuer` varchar(500) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`client_id` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`client_secret` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`endpoints` json NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `identity_providers_id` PRIMARY KEY(`id`),
	CONSTRAINT `identity_providers_organization` UNIQUE(`organization_id`)
);
--> statement-breakpoint
CREATE TABLE `organization_domains` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`domain` varchar(253) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`challenge` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`verified_at` datetime(3),
	`jit_provisioning` boolean NOT NULL DEFAULT false,
	`sso_enforced` boolean NOT NULL DEFAULT false,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `organization_domains_id` PRIMARY KEY(`id`),
	CONSTRAINT `organization_domains_own` UNIQUE(`organization_id`,`domain`)
);
--> statement-breakpoint
ALTER TABLE `api_keys` ADD `previous_hash` varchar(64) character set utf8mb4 collate utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `previous_until` datetime(3);--> statement-breakpoint
ALTER TABLE `user` ADD `two_factor_enabled` boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `deleted_at` datetime(3);--> statement-breakpoint
ALTER TABLE `organizations` ADD `erase_at` datetime(3);--> statement-breakpoint
ALTER TABLE `organizations` ADD `erased_at` datetime(3);--> statement-breakpoint
ALTER TABLE `projects` ADD `erase_at` datetime(3);--> statement-breakpoint
ALTER TABLE `projects` ADD `erased_at` datetime(3);--> statement-breakpoint
CREATE INDEX `access_controls_user` ON `access_controls` (`organization_id`,`subject_id`);--> statement-breakpoint
CREATE INDEX `passkey_user` ON `passkey` (`user_id`);--> statement-breakpoint
CREATE INDEX `two_factor_user` ON `two_factor` (`user_id`);--> statement-breakpoint
CREATE INDEX `organization_domains_domain` ON `organization_domains` (`domain`);--> statement-breakpoint
CREATE INDEX `api_keys_previous` ON `api_keys` (`previous_hash`);