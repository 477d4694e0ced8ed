CREATE TABLE `cohort_calculations` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`cohort_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`version` int NOT NULL,
	`started_at` datetime(3) NOT NULL,
	`finished_at` datetime(3) NOT NULL,
	`seconds` double NOT NULL,
	`count` int,
	`joined` int NOT NULL,
	`left_count` int NOT NULL,
	`error` longtext character set utf8mb4 collate utf8mb4_bin,
	CONSTRAINT `cohort_calculations_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `cohort_states` (
	`cohort_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`project_id` int NOT NULL,
	`started_at` datetime(3),
	`calculated_version` int,
	`calculated_at` datetime(3),
	`count` int,
	`errors` int NOT NULL DEFAULT 0,
	`last_error` longtext character set utf8mb4 collate utf8mb4_bin,
	`due_at` datetime(3) NOT NULL,
	CONSTRAINT `cohort_states_cohort_id_environment_id_pk` PRIMARY KEY(`cohort_id`,`environment_id`)
);
--> statement-breakpoint
CREATE TABLE `event_definitions` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`name` varchar(400) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`owner` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`default_columns` json NOT NULL,
	`description` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`tags` json NOT NULL,
	`verified` boolean NOT NULL DEFAULT false,
	`verified_at` datetime(3),
	`verified_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`hidden` boolean NOT NULL DEFAULT false,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`updated_at` datetime(3) NOT NULL,
	`deleted_at` datetime(3),
	CONSTRAINT `event_definitions_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `property_definitions` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`type` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`group_type_index` int,
	`name` varchar(400) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`property_type` varchar(16) character set utf8mb4 collate utf8mb4_bin,
	`description` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`tags` json NOT NULL,
	`verified` boolean NOT NULL DEFAULT false,
	`verified_at` datetime(3),
	`verified_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`hidden` boolean NOT NULL DEFAULT false,
	`created_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`updated_at` datetime(3) NOT NULL,
	`deleted_at` datetime(3),
	CONSTRAINT `property_definitions_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `person_deletions` (
	`id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`organization_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`project_id` int NOT NULL,
	`environment_id` int NOT NULL,
	`person_id` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`distinct_ids` json NOT NULL,
	`delete_events` boolean NOT NULL,
	`delete_recordings` boolean NOT NULL,
	`keep_person` boolean NOT NULL,
	`state` varchar(16) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`counts` json NOT NULL,
	`error` longtext character set utf8mb4 collate utf8mb4_bin,
	`attempts` int NOT NULL DEFAULT 0,
	`requested_by` varchar(36) character set utf8mb4 collate utf8mb4_bin,
	`requested_at` datetime(3) NOT NULL,
	`started_at` datetime(3),
	`verified_at` datetime(3),
	CONSTRAINT `person_deletions_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `cohorts` ADD `query` json;--> statement-breakpoint
CREATE INDEX `cohort_calculations_of` ON `cohort_calculations` (`cohort_id`,`environment_id`,`finished_at`);--> statement-breakpoint
CREATE INDEX `cohort_states_due` ON `cohort_states` (`due_at`);--> statement-breakpoint
CREATE INDEX `event_definitions_project` ON `event_definitions` (`project_id`);--> statement-breakpoint
CREATE INDEX `property_definitions_project` ON `property_definitions` (`project_id`,`type`);--> statement-breakpoint
CREATE INDEX `person_deletions_project` ON `person_deletions` (`environment_id`,`requested_at`);--> statement-breakpoint
CREATE INDEX `person_deletions_state` ON `person_deletions` (`state`,`requested_at`);--> statement-breakpoint
CREATE INDEX `person_deletions_person` ON `person_deletions` (`environment_id`,`person_id`);