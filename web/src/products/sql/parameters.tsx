"use client";
import type { PropertyFilter } from "@/products/filters/filter";
import { FilterList } from "@/products/filters/filter-list";
import { RangePicker } from "@/products/insights/range-picker";
import { useQuerySources } from "@/products/taxonomy/queries";
import { VariableBar } from "@/products/variables/variable-bar";
import type { VariableValues } from "@/products/variables/wire";
import { Input } from "@/ui/input";

export interface SqlFilters {
  readonly dateRange?: { readonly date_from?: string | null; readonly date_to?: string | null };
  readonly properties?: readonly PropertyFilter[];
}

interface ParametersProps {
  /** Names in braces. */
  readonly names: readonly string[];
  /** What was typed for each. */
  readonly typed: Readonly<Record<string, string>>;
  readonly onTyped: (typed: Record<string, string>) => void;
  /** null: the text has no `{filters}`. */
  readonly filters: SqlFilters | null;
  readonly onFilters: (filters: SqlFilters) => void;
  /** `{variables.x}` of the text, and what they are set to. */
  readonly variables: { readonly names: readonly string[]; readonly values: VariableValues };
  readonly onVariables: (values: Record<string, unknown>) => void;
  readonly onRun: () => void;
}

/** A field for each `{name}` and `{variables.name}` of the text, and a date range and filters for `{filters}`. */
export function Parameters(props: ParametersProps) {
  const { names, typed, onTyped, filters, onFilters, variables, onVariables, onRun } = props;
  const sources = useQuerySources();
  if (names.length === 0 && variables.names.length === 0 && !filters) return null;
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line bg-surface px-4 py-2">
      {names.map((name) => (
        <div key={name} className="flex items-center gap-1.5 text-sm">
          <code className="font-mono text-xs text-muted">{`{${name}}`}</code>
          <Input
            className="w-40"
            aria-label={`Value of ${name}`}
            placeholder="null"
            value={typed[name] ?? ""}
            onChange={(event) => onTyped({ ...typed, [name]: event.target.value })}
            onKeyDown={(event) => event.key === "Enter" && onRun()}
          />
        </div>
      ))}
      <VariableBar {...variables} onChange={onVariables} onEnter={onRun} />
      {filters && (
        <div className="flex flex-wrap items-start gap-2">
          <RangePicker
            state={{ from: filters.dateRange?.date_from ?? "-7d", to: filters.dateRange?.date_to ?? null }}
            onChange={({ from, to }) =>
              onFilters({ ...filters, dateRange: { date_from: from, date_to: to } })
            }
          />
          <FilterList
            audience="queries"
            sources={sources}
            filters={filters.properties ?? []}
            onChange={(properties) => onFilters({ ...filters, properties })}
          />
        </div>
      )}
    </div>
  );
}
