import type { JsonObject, JsonValue } from "../events/types.ts";

const DATE_KEYS = ["date_from", "date_to", "explicitDate"] as const;

/**
 * A query with a dashboard's overrides merged in: its dates, interval and breakdown replace the query's, its property
 * filters are added to them. Wrapper nodes are looked through.
 */
export function applyOverrides(
  query: JsonObject,
  filters: JsonObject | null | undefined,
  variables: JsonObject | null | undefined,
): JsonObject {
  if (isObject(query.source)) return { ...query, source: applyOverrides(query.source, filters, variables) };
  const result = { ...query };
  if (variables && Object.keys(variables).length > 0) {
    result.variables = { ...notNamed(query.variables, variables), ...variables };
  }
  if (!filters) return result;
  if (query.kind === "HogQLQuery") {
    result.filters = withFilters(isObject(query.filters) ? query.filters : {}, filters);
    return result;
  }
  return withFilters(result, filters);
}

/** The query's own variables without those that are set otherwise, whatever they are filed under. */
function notNamed(own: JsonValue | undefined, set: JsonObject): JsonObject {
  const nameOf = (item: JsonValue | undefined) => (isObject(item) ? item.code_name : undefined);
  const names = new Set(Object.values(set).map(nameOf));
  return Object.fromEntries(
    Object.entries(isObject(own) ? own : {}).filter(
      ([, item]) => nameOf(item) === undefined || !names.has(nameOf(item)),
    ),
  ) as JsonObject;
}

function withFilters(target: JsonObject, filters: JsonObject): JsonObject {
  const result = { ...target };
  if (DATE_KEYS.some((key) => filters[key] !== undefined && filters[key] !== null)) {
    const dates = DATE_KEYS.filter((key) => filters[key] !== undefined).map(
      (key) => [key, filters[key]] as const,
    );
    result.dateRange = Object.fromEntries(dates) as JsonObject;
  }
  if (!isEmpty(filters.properties)) {
    result.properties = isEmpty(result.properties)
      ? (filters.properties as JsonValue)
      : { type: "AND", values: [asGroup(result.properties), asGroup(filters.properties)] };
  }
  if (isObject(filters.breakdown_filter)) result.breakdownFilter = filters.breakdown_filter;
  if (typeof filters.interval === "string") result.interval = filters.interval;
  if (typeof filters.filterTestAccounts === "boolean") result.filterTestAccounts = filters.filterTestAccounts;
  return result;
}

function asGroup(filters: JsonValue | undefined): JsonValue {
  return Array.isArray(filters) ? { type: "AND", values: filters } : (filters ?? { type: "AND", values: [] });
}

function isEmpty(filters: JsonValue | undefined): boolean {
  return filters === undefined || filters === null || (Array.isArray(filters) && filters.length === 0);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
