/**
 * How the engine plans every query. The small side of our joins (a project's merged persons) always stands right; from
 * what it remembers of a query's last run the engine would turn them around and build its table from the events, which
 * takes twice the time.
 */
export const PLAN_SETTINGS = { query_plan_join_swap_table: "0" } as const;
