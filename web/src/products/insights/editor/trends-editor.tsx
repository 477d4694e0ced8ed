"use client";
import { ActorChoice } from "@/products/insights/editor/actor-choice";
import { BreakdownEditor } from "@/products/insights/editor/breakdown-editor";
import { FiltersEditor } from "@/products/insights/editor/filters-editor";
import { Formulas } from "@/products/insights/editor/formulas";
import { SeriesList } from "@/products/insights/editor/series-list";
import type { EditorProps } from "@/products/insights/editor/types";
import { MAX_SERIES } from "@/products/insights/query/defaults";
import type { TrendsQuery } from "@/products/insights/query/types";
import { Panel } from "@/ui/page";

/** Series, formulas, filters and breakdowns of a trend. */
export function TrendsEditor({ query, onChange }: EditorProps<TrendsQuery>) {
  return (
    <>
      <Panel title="Series">
        <div className="p-3">
          <SeriesList
            series={query.series}
            onChange={(series, typing) => onChange(allShown({ ...query, series }), typing)}
            marks="letters"
            most={MAX_SERIES}
            withMath
            addLabel="Add series"
          />
          <Formulas
            filter={query.trendsFilter ?? {}}
            several={query.series.length > 1}
            onChange={(trendsFilter, typing) => onChange({ ...query, trendsFilter }, typing)}
          />
        </div>
      </Panel>
      <Panel title="Filters and breakdown">
        <div className="flex flex-col gap-3 p-3">
          <FiltersEditor query={query} onChange={(part) => onChange({ ...query, ...part })} />
          <ActorChoice
            query={query}
            onChange={(index) => onChange({ ...query, aggregation_group_type_index: index })}
          />
          <BreakdownEditor
            query={query}
            withBins
            onChange={(breakdownFilter, typing) =>
              onChange(allShown(withBreakdown(query, breakdownFilter)), typing)
            }
          />
        </div>
      </Panel>
    </>
  );
}

/** Other lines: what the legend had switched off means nothing any more. */
function allShown(query: TrendsQuery): TrendsQuery {
  if (!query.trendsFilter?.hiddenLegendIndexes) return query;
  const { hiddenLegendIndexes: _, ...trendsFilter } = query.trendsFilter;
  return { ...query, trendsFilter };
}

/** The query with a breakdown, or without any. */
export function withBreakdown<Query extends { readonly breakdownFilter?: TrendsQuery["breakdownFilter"] }>(
  query: Query,
  filter: TrendsQuery["breakdownFilter"],
): Query {
  const { breakdownFilter: _, ...rest } = query;
  return (filter ? { ...rest, breakdownFilter: filter } : rest) as Query;
}
