CREATE TABLE `feature_flag_dashboards` (
	`flag_id` int NOT NULL,
	`project_id` int NOT NULL,
	`dashboard_id` int NOT NULL,
	`enriched` boolean NOT NULL DEFAULT false,
	CONSTRAINT `feature_flag_dashboards_flag_id` PRIMARY KEY(`flag_id`)
);
