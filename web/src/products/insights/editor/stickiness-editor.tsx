"use client";
import { ActorChoice } from "@/products/insights/editor/actor-choice";
import { Check, Choice, Line, NumberField } from "@/products/insights/editor/choice";
import { FiltersEditor } from "@/products/insights/editor/filters-editor";
import { SeriesList } from "@/products/insights/editor/series-list";
import type { EditorProps } from "@/products/insights/editor/types";
import { MAX_SERIES } from "@/products/insights/query/defaults";
import type { StickinessQuery } from "@/products/insights/query/types";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";

type Filter = NonNullable<StickinessQuery["stickinessFilter"]>;
type Criteria = NonNullable<Filter["stickinessCriteria"]>;

const OPERATORS = [
  { value: "gte", label: "at least" },
  { value: "exact", label: "exactly" },
  { value: "lte", label: "at most" },
] as const;

/** Series, and when an interval counts as active. */
export function StickinessEditor({ query, onChange }: EditorProps<StickinessQuery>) {
  const filter = query.stickinessFilter ?? {};
  const set = (part: Partial<Filter>, typing?: string) =>
    onChange({ ...query, stickinessFilter: { ...filter, ...part } }, typing);
  const criteria: Criteria = filter.stickinessCriteria ?? { operator: "gte", value: 1 };
  return (
    <>
      <Panel title="Series">
        <div className="p-3">
          <SeriesList
            series={query.series}
            onChange={(series, typing) => onChange({ ...query, series }, typing)}
            marks="letters"
            most={MAX_SERIES}
            addLabel="Add series"
          />
        </div>
      </Panel>
      <Panel title="What counts">
        <div className="flex flex-col gap-2.5 p-3">
          <ActorChoice
            query={query}
            onChange={(index) => onChange({ ...query, aggregation_group_type_index: index })}
          />
          <Line label={`A ${query.interval ?? "day"} counts with`}>
            <Select<Criteria["operator"]>
              aria-label="Events needed"
              value={criteria.operator}
              options={OPERATORS}
              onChange={(operator) => set({ stickinessCriteria: { ...criteria, operator } })}
            />
            <NumberField
              bare
              label="Number of events"
              value={criteria.value}
              onChange={(value) =>
                value !== undefined && set({ stickinessCriteria: { ...criteria, value } }, "criteria")
              }
            />
            <span className="text-muted">events</span>
          </Line>
          <Check
            label="Count everyone with at least so many (cumulative)"
            checked={filter.computedAs === "cumulative"}
            onChange={(on) => set({ computedAs: on ? "cumulative" : "non_cumulative" })}
          />
          <Choice
            label="Chart"
            value={filter.display === "ActionsLineGraph" ? "ActionsLineGraph" : "ActionsBar"}
            options={[
              { value: "ActionsBar", label: "bars" },
              { value: "ActionsLineGraph", label: "line" },
            ]}
            onChange={(display) => set({ display })}
          />
        </div>
      </Panel>
      <Panel title="Filters">
        <div className="p-3">
          <FiltersEditor query={query} onChange={(part) => onChange({ ...query, ...part })} />
        </div>
      </Panel>
    </>
  );
}
