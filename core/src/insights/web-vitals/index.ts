import * as z from "zod";
import type { JsonObject, JsonValue } from "../../events/types.ts";
import { defineKind } from "../define-kind.ts";
import { insightError } from "../error.ts";
import type { QueryKind } from "../query-kind.ts";
import { trendsQuery } from "../trends/index.ts";
import { webBase } from "../web-query/schema.ts";

const schema = z.looseObject({
  kind: z.literal("WebVitalsQuery"),
  ...webBase,
  source: z.looseObject({ kind: z.string() }),
});

const definition: QueryKind<z.output<typeof schema>> = {
  kind: "WebVitalsQuery",
  schema,
  compile({ source, dateRange, filterTestAccounts, properties }, context) {
    if (source.kind !== "TrendsQuery") {
      return insightError('The source must be a "TrendsQuery".', "query__source__kind", "invalid_choice");
    }
    const trends = source as JsonObject;
    const both = [trends.properties, properties].filter(isGiven).map(asGroup);
    return trendsQuery.prepare(
      {
        ...trends,
        ...(dateRange ? { dateRange: dateRange as JsonObject } : {}),
        ...(filterTestAccounts === undefined ? {} : { filterTestAccounts }),
        ...(both.length > 0 ? { properties: { type: "AND", values: both } } : {}),
      },
      context,
    );
  },
};

const isGiven = (filters: unknown): filters is JsonValue =>
  filters !== undefined && filters !== null && !(Array.isArray(filters) && filters.length === 0);

const asGroup = (filters: JsonValue): JsonValue =>
  Array.isArray(filters) ? { type: "AND", values: filters } : filters;

/** WebVitalsQuery (API.md 2.15): trends of `$web_vitals`, with the filters and dates of the page around them. */
export const webVitalsQuery = defineKind(definition);
