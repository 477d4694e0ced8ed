import { PROPERTY_COLUMN_BY_NAME } from "../../events/properties.ts";
import type { Expr } from "../../sql/ast.ts";
import { call, constant, field } from "../../sql/build.ts";
import { cleanedPath } from "../../sql/filter/path-cleaning.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";

/** Breakdown value of rows without one. */
export const BREAKDOWN_NULL = "$$_posthog_breakdown_null_$$";

/** How a breakdown is read: from a column with few values, from a column, or from anything that costs more. */
export type Reading = "few" | "column" | "other";

/** Properties of columns with few values, but for these. */
const MANY: ReadonlySet<string> = new Set(["$pathname"]);

/** What reading a breakdown takes, which decides how counts by it are made. */
export function readingOf({ type, properties, bins }: OneBreakdown): Reading {
  const name = String(properties[0] ?? "");
  if (bins) return "other";
  if (type === "event_metadata") return name === "event" ? "few" : "column";
  const column = type === "event" ? PROPERTY_COLUMN_BY_NAME.get(name) : undefined;
  if (!column) return "other";
  return column.type === "lowcard" && !MANY.has(name) ? "few" : "column";
}

export interface OneBreakdown {
  readonly type: string;
  /** The property, or the cohorts. */
  readonly properties: readonly (string | number)[];
  readonly normalizeUrl: boolean;
  readonly cleanPath: boolean;
  readonly group: number | undefined;
  readonly bins: number | undefined;
}

/**
 * The value of an event (API.md 2.0 «breakdownFilter»): as it is, as text that is NULL or '' for none, and as text with
 * {@link BREAKDOWN_NULL} for none.
 */
export function breakdownValue(
  one: OneBreakdown,
  context: InsightContext,
): InsightResult<{ readonly plain: Expr; readonly given: Expr; readonly text: Expr }> {
  const plain = plainValue(one, String(one.properties[0] ?? ""), context);
  if (!plain.ok) return plain;
  let given: Expr = call("toString", plain.value);
  if (one.normalizeUrl) given = call("replaceRegexpOne", given, constant("[/?#]*$"), constant(""));
  if (one.cleanPath) given = cleanedPath(given, context);
  const text = call("ifNull", call("nullIf", given, constant("")), constant(BREAKDOWN_NULL));
  return { ok: true, value: { plain: plain.value, given, text } };
}

function plainValue(one: OneBreakdown, property: string, context: InsightContext): InsightResult<Expr> {
  const attr = "query__breakdownFilter__breakdown";
  switch (one.type) {
    case "event":
      return { ok: true, value: field("properties", property) };
    case "event_metadata":
      return { ok: true, value: field(property === "session_id" ? "$session_id" : property) };
    case "person":
      return { ok: true, value: field("person", "properties", property) };
    case "person_metadata":
      return { ok: true, value: field("person", property) };
    case "session":
      return { ok: true, value: field("session", property) };
    case "group":
      if (one.group === undefined) {
        return insightError(
          'A group breakdown needs "breakdown_group_type_index".',
          "query__breakdownFilter__breakdown_group_type_index",
          "required",
        );
      }
      if (property === "$group_key") return { ok: true, value: field(`$group_${one.group}`) };
      return { ok: true, value: field(`group_${one.group}`, "properties", property) };
    case "hogql": {
      const parsed = context.parser.parseExpr(property);
      return parsed.ok ? parsed : insightError(parsed.error.message, attr);
    }
    default:
      return insightError(
        `Breakdown type "${one.type}" is not available.`,
        "query__breakdownFilter__breakdown_type",
      );
  }
}
