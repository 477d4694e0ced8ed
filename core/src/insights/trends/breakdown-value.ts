import type { Expr } from "../../sql/ast.ts";
import { call, constant, field } from "../../sql/build.ts";
import { cleanedPath } from "../../sql/filter/path-cleaning.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";

/** Breakdown value of rows without one. */
export const BREAKDOWN_NULL = "$$_posthog_breakdown_null_$$";

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
