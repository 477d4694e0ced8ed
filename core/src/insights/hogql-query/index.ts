import { defineKind } from "../define-kind.ts";
import { insightError } from "../error.ts";
import type { QueryKind } from "../query-kind.ts";
import { compileHogQL } from "./compile.ts";
import { type HogQLQuery, hogqlQuerySchema } from "./schema.ts";
import { shapeHogQL } from "./shape.ts";

const definition: QueryKind<HogQLQuery> = {
  kind: "HogQLQuery",
  schema: hogqlQuerySchema,
  compile(query, context) {
    const compiled = compileHogQL(query, context);
    if (!compiled.ok) return insightError(compiled.error.message);
    const { select, columns } = compiled.value;
    return {
      ok: true,
      value: { run: "query", select, shape: (rows) => shapeHogQL(query.query, columns, rows) },
    };
  },
};

/** HogQLQuery: SQL written by people. */
export const hogqlQuery = defineKind(definition);
