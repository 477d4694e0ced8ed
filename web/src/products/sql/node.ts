import { unwrapQuery } from "../insights/query/unwrap.ts";
import { type ChartSettings, SQL_DISPLAYS, type SqlDisplay } from "./chart.ts";

/** A written query as it is saved: the text, its values, and how its rows are drawn. */
export interface SqlNode {
  readonly sql: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly filters: Readonly<Record<string, unknown>> | null;
  /** What `{variables.x}` are set to, as queries carry it. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly display: SqlDisplay;
  readonly settings: ChartSettings;
}

/** Wire form: a `DataVisualizationNode` around the `HogQLQuery`. */
export function toNode(node: SqlNode): Readonly<Record<string, unknown>> {
  return {
    kind: "DataVisualizationNode",
    source: toSqlQuery(node),
    display: node.display,
    chartSettings: node.settings,
  };
}

export function toSqlQuery({
  sql,
  values,
  filters,
  variables,
}: Pick<SqlNode, "sql" | "values" | "filters" | "variables">) {
  return {
    kind: "HogQLQuery",
    query: sql,
    ...(Object.keys(values).length > 0 ? { values } : {}),
    ...(filters ? { filters } : {}),
    ...(Object.keys(variables).length > 0 ? { variables } : {}),
  };
}

/** Reads any saved form of SQL; null when the node holds none. */
export function fromNode(node: unknown): SqlNode | null {
  const inner = unwrapQuery(node);
  if (inner?.kind !== "HogQLQuery" || typeof inner.query !== "string") return null;
  const dress = node as { display?: unknown; chartSettings?: unknown };
  const object = (value: unknown) =>
    typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  return {
    sql: inner.query,
    values: object(inner.values) ?? {},
    filters: object(inner.filters),
    variables: object(inner.variables) ?? {},
    display: SQL_DISPLAYS.find((display) => display === dress.display) ?? "ActionsTable",
    settings: (object(dress.chartSettings) ?? {}) as ChartSettings,
  };
}
