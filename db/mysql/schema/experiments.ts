import { boolean, date, double, index, int, mysqlTable, primaryKey } from "drizzle-orm/mysql-core";
import { bytes, json, label, longText, time, uuid } from "./columns.ts";

/** A saved metric that an experiment uses, and as what. */
export interface MetricLink {
  readonly id: number;
  readonly metadata: { readonly type: "primary" | "secondary" };
}

export const experiments = mysqlTable(
  "experiments",
  {
    id: int("id").autoincrement().primaryKey(),
    projectId: int("project_id").notNull(),
    name: label("name", { length: 400 }).notNull(),
    description: longText("description").notNull(),
    type: bytes("type", { length: 16 }).notNull().default("product"),
    flagId: int("flag_id").notNull(),
    holdoutId: int("holdout_id"),
    parameters: json<Record<string, unknown>>("parameters").notNull(),
    metrics: json<Record<string, unknown>[]>("metrics").notNull(),
    metricsSecondary: json<Record<string, unknown>[]>("metrics_secondary").notNull(),
    savedMetrics: json<MetricLink[]>("saved_metrics").notNull(),
    /** Metric uuids in the order they are shown; null = as they are stored. */
    primaryOrder: json<string[] | null>("primary_order"),
    secondaryOrder: json<string[] | null>("secondary_order"),
    exposureCriteria: json<Record<string, unknown>>("exposure_criteria").notNull(),
    statsConfig: json<Record<string, unknown>>("stats_config").notNull(),
    startDate: time("start_date"),
    endDate: time("end_date"),
    /** Units that come later are not counted. */
    exposureFrozenAt: time("exposure_frozen_at"),
    exposureCohort: int("exposure_cohort"),
    conclusion: bytes("conclusion", { length: 16 }),
    conclusionComment: longText("conclusion_comment"),
    tags: json<string[]>("tags").notNull(),
    archived: boolean("archived").notNull().default(false),
    deleted: boolean("deleted").notNull().default(false),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    index("experiments_project").on(t.projectId, t.deleted),
    index("experiments_flag").on(t.projectId, t.flagId),
  ],
);

/** Metrics that several experiments share. */
export const experimentSavedMetrics = mysqlTable(
  "experiment_saved_metrics",
  {
    id: int("id").autoincrement().primaryKey(),
    projectId: int("project_id").notNull(),
    name: label("name", { length: 400 }).notNull(),
    description: longText("description").notNull(),
    query: json<Record<string, unknown>>("query").notNull(),
    tags: json<string[]>("tags").notNull(),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [index("experiment_saved_metrics_project").on(t.projectId)],
);

/** What a metric's result was at the end of each day (UTC), as computed from the raw events. */
export const experimentResults = mysqlTable(
  "experiment_results",
  {
    projectId: int("project_id").notNull(),
    experimentId: int("experiment_id").notNull(),
    environmentId: int("environment_id").notNull(),
    metric: bytes("metric", { length: 64 }).notNull(),
    /** Changes with the metric's definition: results of another one don't count. */
    fingerprint: bytes("fingerprint", { length: 64 }).notNull(),
    day: date("day", { mode: "string" }).notNull(),
    result: json<Record<string, unknown>>("result").notNull(),
    computedAt: time("computed_at").notNull(),
  },
  (t) => [
    primaryKey({
      name: "experiment_results_pk",
      columns: [t.projectId, t.experimentId, t.environmentId, t.metric, t.day],
    }),
  ],
);

/** What earlier looks at a comparison found: the smallest p-value, and when it first was significant. */
export const experimentLooks = mysqlTable(
  "experiment_looks",
  {
    projectId: int("project_id").notNull(),
    experimentId: int("experiment_id").notNull(),
    environmentId: int("environment_id").notNull(),
    metric: bytes("metric", { length: 64 }).notNull(),
    variant: bytes("variant", { length: 255 }).notNull(),
    fingerprint: bytes("fingerprint", { length: 64 }).notNull(),
    pValue: double("p_value"),
    firstCrossedAt: time("first_crossed_at"),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    primaryKey({
      name: "experiment_looks_pk",
      columns: [t.projectId, t.experimentId, t.environmentId, t.metric, t.variant],
    }),
  ],
);
