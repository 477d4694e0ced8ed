/** Parts of the API that a personal key can be limited to, as far as this product has them. */
export const SCOPE_OBJECTS: readonly { readonly key: string; readonly label: string }[] = [
  { key: "query", label: "Queries" },
  { key: "feature_flag", label: "Feature flags" },
  { key: "person", label: "Persons" },
  { key: "cohort", label: "Cohorts" },
  { key: "project", label: "Projects" },
  { key: "organization", label: "Organisation" },
  { key: "organization_member", label: "Members" },
  { key: "user", label: "Own user" },
  { key: "activity_log", label: "Activity" },
];

export type Access = "none" | "read" | "write";
export type AccessMap = Readonly<Record<string, Access>>;

/** Scopes of the API for what was chosen; `write` includes `read`. */
export function toScopes(access: AccessMap): string[] {
  return SCOPE_OBJECTS.flatMap(({ key }) => {
    const level = access[key] ?? "none";
    return level === "none" ? [] : [`${key}:${level}`];
  });
}

/** `feature_flag:write, query:read` in words. */
export function describeScopes(scopes: readonly string[]): string {
  if (scopes.includes("*")) return "everything you may do";
  if (scopes.length === 0) return "nothing";
  return scopes
    .map((scope) => {
      const [object = "", level = ""] = scope.split(":");
      const label = SCOPE_OBJECTS.find(({ key }) => key === object)?.label ?? object;
      return `${label} (${level})`;
    })
    .join(", ");
}
