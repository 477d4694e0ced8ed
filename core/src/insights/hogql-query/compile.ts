import type { Select } from "../../sql/ast.ts";
import { compileQuery } from "../../sql/compile.ts";
import type { SqlError } from "../../sql/error.ts";
import { fillPlaceholders, type PlaceholderValues } from "../../sql/placeholders.ts";
import type { Result } from "../../sql/result.ts";
import type { InsightContext } from "../query-kind.ts";
import type { HogQLQuery } from "./schema.ts";

interface CompiledHogQL {
  readonly select: Select;
  /** Names of the output columns; empty when the query can't be compiled (the caller reports why). */
  readonly columns: readonly string[];
}

/** The text parsed, its placeholders filled. */
export function compileHogQL(query: HogQLQuery, context: InsightContext): Result<CompiledHogQL, SqlError> {
  const parsed = context.parser.parseSelect(query.query);
  if (!parsed.ok) return parsed;
  const filled = fillPlaceholders(parsed.value, placeholderValues(query), context);
  if (!filled.ok) return filled;
  const compiled = compileQuery(filled.value, context);
  const columns = compiled.ok ? compiled.value.columns.map(({ name }) => name) : [];
  return { ok: true, value: { select: filled.value, columns } };
}

function placeholderValues({ values, filters, variables }: HogQLQuery): PlaceholderValues {
  const filled = Object.entries(variables ?? {}).map(([id, { code_name, value, isNull }]) => [
    id,
    { code_name, ...(value === undefined ? {} : { value }), isNull: isNull === true },
  ]);
  return {
    ...(values ? { values } : {}),
    ...(filters
      ? {
          filters: {
            properties: filters.properties ?? [],
            dateRange: filters.dateRange ?? null,
            filterTestAccounts: filters.filterTestAccounts ?? false,
          },
        }
      : {}),
    variables: Object.fromEntries(filled),
  };
}
