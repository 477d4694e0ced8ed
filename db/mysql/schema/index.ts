/** Every table: what drizzle-kit generates migrations from and what the client is typed with. */
export * from "./actions.ts";
export * from "./activity.ts";
export * from "./annotations.ts";
export * from "./api-keys.ts";
export * from "./auth.ts";
export * from "./cohorts.ts";
export * from "./dashboards.ts";
export * from "./definitions.ts";
export * from "./experiments.ts";
export * from "./flag-releases.ts";
export * from "./flags.ts";
export * from "./insights.ts";
export * from "./notifications.ts";
export * from "./organizations.ts";
export * from "./person-deletions.ts";
export * from "./projects.ts";
