import { defineKind } from "../define-kind.ts";
import type { QueryKind } from "../query-kind.ts";
import { compileTable } from "../web-query/table.ts";
import { frustrationTable } from "./frustration.ts";
import { type WebStatsTableQuery, webStatsTableSchema } from "./schema.ts";
import { visitTable } from "./visits.ts";

const definition: QueryKind<WebStatsTableQuery> = {
  kind: "WebStatsTableQuery",
  schema: webStatsTableSchema,
  compile(query, context) {
    const { breakdownBy } = query;
    if (breakdownBy === "FrustrationMetrics") {
      return compileTable(query, frustrationTable(query, context), context);
    }
    const table = visitTable({ ...query, breakdownBy }, context);
    return table.ok ? compileTable(query, table.value, context) : table;
  },
};

/** WebStatsTableQuery (API.md 2.15): visitors, views and more by page, source, device, place, … */
export const webStatsTableQuery = defineKind(definition);
