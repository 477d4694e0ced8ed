import * as z from "zod";
import type { JsonObject, JsonValue } from "../../events/types.ts";
import { select } from "../../sql/build.ts";
import { compileQuery } from "../../sql/compile.ts";
import type { SqlError } from "../../sql/error.ts";
import type { Result } from "../../sql/result.ts";
import { defineKind } from "../define-kind.ts";
import { compileHogQL } from "../hogql-query/compile.ts";
import { hogqlQuerySchema } from "../hogql-query/schema.ts";
import type { InsightContext, QueryKind } from "../query-kind.ts";

const schema = z.looseObject({
  kind: z.literal("HogQLMetadata"),
  language: z.string().default("hogQL"),
  query: z.string(),
  filters: hogqlQuerySchema.shape.filters,
  variables: hogqlQuerySchema.shape.variables,
  values: hogqlQuerySchema.shape.values,
});

type HogQLMetadata = z.infer<typeof schema>;

/** Names of the tables a text reads, or why it can't run. */
function check(query: HogQLMetadata, context: InsightContext): Result<readonly string[], SqlError> {
  if (query.language === "hogQLExpr") {
    const parsed = context.parser.parseExpr(query.query);
    if (!parsed.ok) return parsed;
    const compiled = compileQuery(select({ select: [parsed.value], from: "events" }), context);
    return compiled.ok ? { ok: true, value: compiled.value.tables } : compiled;
  }
  const compiled = compileHogQL({ ...query, kind: "HogQLQuery" }, context);
  if (!compiled.ok) return compiled;
  const printed = compileQuery(compiled.value.select, context);
  return printed.ok ? { ok: true, value: printed.value.tables } : printed;
}

function problem({ message, span, fix }: SqlError, length: number): JsonObject {
  return {
    message,
    start: span?.start ?? 0,
    end: span ? Math.max(span.end, span.start + 1) : length,
    ...(fix === undefined ? {} : { fix }),
  };
}

const definition: QueryKind<HogQLMetadata> = {
  kind: "HogQLMetadata",
  schema,
  compile(query, context) {
    const known = query.language === "hogQL" || query.language === "hogQLExpr";
    const checked: Result<readonly string[], SqlError> = known
      ? check(query, context)
      : {
          ok: false,
          error: { code: "unsupported", message: `Language "${query.language}" can't be checked.` },
        };
    const errors: JsonValue[] = checked.ok ? [] : [problem(checked.error, query.query.length)];
    return {
      ok: true,
      value: {
        run: "none",
        response: {
          isValid: checked.ok,
          query: query.query,
          errors,
          warnings: [],
          notices: [],
          table_names: checked.ok ? [...checked.value] : [],
        },
      },
    };
  },
};

/** HogQLMetadata: what is wrong with a query's text and where, for the editor. */
export const hogqlMetadata = defineKind(definition);
