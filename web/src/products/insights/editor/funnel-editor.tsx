"use client";
import { useProject } from "@/lib/project-context";
import { BreakdownEditor } from "@/products/insights/editor/breakdown-editor";
import { Choice, Line, NumberField } from "@/products/insights/editor/choice";
import { Exclusions } from "@/products/insights/editor/exclusions";
import { FiltersEditor } from "@/products/insights/editor/filters-editor";
import { FunnelAttribution } from "@/products/insights/editor/funnel-attribution";
import { SeriesList } from "@/products/insights/editor/series-list";
import { withBreakdown } from "@/products/insights/editor/trends-editor";
import type { EditorProps } from "@/products/insights/editor/types";
import { MAX_STEPS } from "@/products/insights/query/defaults";
import type { FunnelsFilter, FunnelsQuery, WindowUnit } from "@/products/insights/query/types";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";

const ORDERS = [
  { value: "ordered", label: "In this order, others between" },
  { value: "strict", label: "Directly one after the other" },
  { value: "unordered", label: "In any order" },
] as const;
const UNITS: readonly { value: WindowUnit; label: string }[] = (
  ["second", "minute", "hour", "day", "week", "month"] as const
).map((value) => ({ value, label: `${value}s` }));

/** Steps, order, window, exclusions and breakdown of a funnel. */
export function FunnelEditor({ query, onChange }: EditorProps<FunnelsQuery>) {
  const { group_types: types = [] } = useProject();
  const filter = query.funnelsFilter ?? {};
  const set = (part: Partial<FunnelsFilter>, typing?: string) =>
    onChange({ ...query, funnelsFilter: { ...filter, ...part } }, typing);
  const { funnelAggregateByHogQL: sql, ...rest } = filter;
  const unit = sql
    ? "session"
    : typeof query.aggregation_group_type_index === "number"
      ? `group_${query.aggregation_group_type_index}`
      : "person";
  const setUnit = (next: string) => {
    const { aggregation_group_type_index: _, ...plain } = query;
    if (next === "session") {
      onChange({ ...plain, funnelsFilter: { ...rest, funnelAggregateByHogQL: "properties.$session_id" } });
    } else if (next === "person") onChange({ ...plain, funnelsFilter: rest });
    else onChange({ ...plain, aggregation_group_type_index: Number(next.slice(6)), funnelsFilter: rest });
  };
  return (
    <>
      <Panel title="Steps">
        <div className="flex flex-col gap-3 p-3">
          <SeriesList
            series={query.series}
            onChange={(series, typing) => onChange({ ...query, series }, typing)}
            marks="numbers"
            most={MAX_STEPS}
            canBeOptional
            addLabel="Add step"
          />
          <Exclusions
            exclusions={filter.exclusions ?? []}
            steps={query.series.length}
            onChange={(exclusions) => set({ exclusions })}
          />
        </div>
      </Panel>
      <Panel title="What counts as converted">
        <div className="flex flex-col gap-2.5 p-3">
          <Choice
            label="Steps happen"
            value={filter.funnelOrderType ?? "ordered"}
            options={ORDERS}
            onChange={(funnelOrderType) => set({ funnelOrderType })}
          />
          <Line label="Within">
            <NumberField
              bare
              label="Length of the window"
              value={filter.funnelWindowInterval ?? 14}
              max={100_000}
              onChange={(value) => value !== undefined && set({ funnelWindowInterval: value }, "window")}
            />
            <Select<WindowUnit>
              aria-label="Unit of the window"
              value={filter.funnelWindowIntervalUnit ?? "day"}
              options={UNITS}
              onChange={(funnelWindowIntervalUnit) => set({ funnelWindowIntervalUnit })}
            />
          </Line>
          <Choice
            label="Counted are"
            value={unit}
            options={[
              { value: "person", label: "unique persons" },
              { value: "session", label: "unique sessions" },
              ...types.map((type) => ({
                value: `group_${type.group_type_index}`,
                label: `unique groups: ${type.group_type}`,
              })),
            ]}
            onChange={setUnit}
          />
          {query.series.length > 2 &&
            (filter.funnelVizType === "time_to_convert" || filter.funnelVizType === "trends") && (
              <Line label="Between steps">
                <StepRange filter={filter} steps={query.series.length} onChange={set} />
              </Line>
            )}
        </div>
      </Panel>
      <Panel title="Filters and breakdown">
        <div className="flex flex-col gap-3 p-3">
          <FiltersEditor query={query} onChange={(part) => onChange({ ...query, ...part })} />
          {filter.funnelVizType !== "time_to_convert" && filter.funnelVizType !== "flow" && (
            <BreakdownEditor
              query={query}
              onChange={(breakdown, typing) => onChange(withBreakdown(query, breakdown), typing)}
            />
          )}
          {query.breakdownFilter && (
            <FunnelAttribution filter={filter} steps={query.series.length} onChange={set} />
          )}
        </div>
      </Panel>
    </>
  );
}

interface StepRangeProps {
  readonly filter: FunnelsFilter;
  readonly steps: number;
  readonly onChange: (part: Partial<FunnelsFilter>) => void;
}

/** From which step to which: for times and trends. */
function StepRange({ filter, steps, onChange }: StepRangeProps) {
  const from = filter.funnelFromStep ?? 0;
  const to = filter.funnelToStep ?? steps - 1;
  const option = (step: number) => ({ value: String(step), label: `step ${step + 1}` });
  return (
    <>
      <Select
        aria-label="From step"
        value={String(from)}
        options={Array.from({ length: steps - 1 }, (_, step) => option(step))}
        onChange={(value) =>
          onChange({ funnelFromStep: Number(value), funnelToStep: Math.max(to, Number(value) + 1) })
        }
      />
      <Select
        aria-label="To step"
        value={String(to)}
        options={Array.from({ length: steps - 1 - from }, (_, step) => option(from + 1 + step))}
        onChange={(value) => onChange({ funnelFromStep: from, funnelToStep: Number(value) })}
      />
    </>
  );
}
