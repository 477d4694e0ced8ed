/** Objects that key scopes name; each has `:read` and `:write`. `*` stands for all. */
export const SCOPE_OBJECTS = [
  "action",
  "access_control",
  "activity_log",
  "alert",
  "annotation",
  "batch_export",
  "billing",
  "cohort",
  "comment",
  "dashboard",
  "dashboard_template",
  "early_access_feature",
  "element",
  "endpoint",
  "error_tracking",
  "event_definition",
  "experiment",
  "experiment_holdout",
  "experiment_saved_metric",
  "export",
  "feature_flag",
  "group",
  "heatmap",
  "hog_function",
  "ingestion_warning",
  "insight",
  "insight_variable",
  "integration",
  "llm_analytics",
  "logs",
  "notebook",
  "organization",
  "organization_member",
  "person",
  "project",
  "property_definition",
  "query",
  "revenue_analytics",
  "session_recording",
  "session_recording_playlist",
  "sharing_configuration",
  "subscription",
  "survey",
  "user",
  "warehouse_table",
  "warehouse_view",
  "web_analytics",
  "webhook",
] as const;

export type ScopeObject = (typeof SCOPE_OBJECTS)[number];
export type Scope = `${ScopeObject}:${"read" | "write"}`;

const KNOWN: ReadonlySet<string> = new Set(SCOPE_OBJECTS);

/** True for `*`, `x:read` and `x:write` of a known object. */
export function isScope(text: string): boolean {
  if (text === "*") return true;
  const [object = "", action, ...rest] = text.split(":");
  return rest.length === 0 && KNOWN.has(object) && (action === "read" || action === "write");
}

/** Whether a key with `granted` may do what needs `required`: `write` implies `read`. */
export function scopeAllows(granted: readonly string[], required: Scope): boolean {
  const write = required.replace(/:read$/, ":write");
  return granted.some((scope) => scope === "*" || scope === required || scope === write);
}

/** Whether the scope changes something (a viewer may not). */
export const isWrite = (scope: Scope): boolean => scope.endsWith(":write");
