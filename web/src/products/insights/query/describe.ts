import { eventTitle } from "../../events/describe-event.ts";
import { propertyTitle } from "../../taxonomy/property-title.ts";
import { mathInfo } from "../maths.ts";
import { breakdownsOf } from "./breakdowns.ts";
import { seriesOf } from "./defaults.ts";
import { kindTitle } from "./kinds.ts";
import { parseQuery } from "./parse.ts";
import type { EntityNode, InsightQuery } from "./types.ts";
import { unwrapQuery } from "./unwrap.ts";

/** What an event, action or group of them is called. */
export function nodeTitle(node: EntityNode): string {
  if (node.custom_name) return node.custom_name;
  if (node.kind === "GroupNode") return (node.nodes ?? []).map(nodeTitle).join(" or ") || "Nothing chosen";
  if (node.kind === "ActionsNode") return node.name ?? `Action ${node.id}`;
  return node.event ? eventTitle(node.event) : "Any event";
}

/** A name for a query that nobody has named, at most 400 letters. */
export function describeQuery(query: unknown): string {
  const parsed = parseQuery(query);
  const text = parsed ? sentence(parsed) : kindTitle(unwrapQuery(query)?.kind);
  return text.length > 400 ? `${text.slice(0, 399)}…` : text;
}

function sentence(query: InsightQuery): string {
  const names = seriesOf(query).map(nodeTitle);
  switch (query.kind) {
    case "TrendsQuery":
      return query.series.map(measure).join(", ") + by(query);
    case "FunnelsQuery":
      return `${names.join(" → ")}${by(query)}`;
    case "RetentionQuery":
      return `Retention: ${names[0] ?? "?"}, then ${names[1] ?? names[0] ?? "?"}${by(query)}`;
    case "StickinessQuery":
      return `Stickiness of ${names.join(", ")}`;
    case "LifecycleQuery":
      return `Lifecycle of ${names.join(", ")}`;
    case "PathsQuery": {
      const { startPoint, endPoint } = query.pathsFilter ?? {};
      return `Paths${startPoint ? ` from ${startPoint}` : ""}${endPoint ? ` to ${endPoint}` : ""}`;
    }
  }
}

function measure(node: EntityNode): string {
  const { id, label } = mathInfo(node.math ?? "total");
  if (id === "total") return nodeTitle(node);
  const what = node.math_property ? label.replace("property", propertyTitle(node.math_property)) : label;
  return `${what}: ${nodeTitle(node)}`;
}

function by(query: Parameters<typeof breakdownsOf>[0]): string {
  const list = breakdownsOf(query);
  return list.length === 0
    ? ""
    : ` by ${list.map(({ property, type }) => (type === "cohort" ? "cohort" : propertyTitle(String(property)))).join(", ")}`;
}
