"use client";
import { FilterList } from "@/products/filters/filter-list";
import { ActorChoice } from "@/products/insights/editor/actor-choice";
import { BreakdownEditor } from "@/products/insights/editor/breakdown-editor";
import { Check, Choice, NumberField } from "@/products/insights/editor/choice";
import { EntityNames } from "@/products/insights/editor/entity-names";
import { FiltersEditor } from "@/products/insights/editor/filters-editor";
import { withBreakdown } from "@/products/insights/editor/trends-editor";
import type { EditorProps } from "@/products/insights/editor/types";
import { fromRetentionEntity, toRetentionEntity } from "@/products/insights/query/defaults";
import type { RetentionEntity, RetentionFilter, RetentionQuery } from "@/products/insights/query/types";
import { useQuerySources } from "@/products/taxonomy/queries";
import { Panel } from "@/ui/page";

const TYPES = [
  { value: "retention_recurring", label: "every time they do it" },
  { value: "retention_first_time", label: "the first time it matches" },
  { value: "retention_first_ever_occurrence", label: "the first time ever" },
] as const;
const PERIODS = (["Hour", "Day", "Week", "Month"] as const).map((value) => ({
  value,
  label: value.toLowerCase(),
}));
const REFERENCES = [
  { value: "total", label: "of those who started" },
  { value: "previous", label: "of the interval before" },
] as const;
const WINDOWS = [
  { value: "strict_calendar_dates", label: "of the calendar" },
  { value: "24_hour_windows", label: "by the clock, from their start" },
] as const;
const MEANS = [
  { value: "simple", label: "each row alike" },
  { value: "weighted", label: "weighted by size" },
  { value: "none", label: "not shown" },
] as const;

/** Who starts, what counts as coming back, and in which intervals. */
export function RetentionEditor({ query, onChange }: EditorProps<RetentionQuery>) {
  const filter = query.retentionFilter ?? {};
  const set = (part: Partial<RetentionFilter>, typing?: string) =>
    onChange({ ...query, retentionFilter: { ...filter, ...part } }, typing);
  return (
    <>
      <Panel title="Who comes back">
        <div className="flex flex-col gap-3 p-3">
          <Target
            label="They start with"
            entity={filter.targetEntity}
            onChange={(targetEntity) => set({ targetEntity })}
          />
          <Target
            label="and come back with"
            entity={filter.returningEntity}
            onChange={(returningEntity) => set({ returningEntity })}
          />
          <ActorChoice
            query={query}
            onChange={(index) => onChange({ ...query, aggregation_group_type_index: index })}
          />
          <Choice
            label="They start"
            value={filter.retentionType ?? "retention_recurring"}
            options={TYPES}
            onChange={(retentionType) => set({ retentionType })}
          />
          <Choice
            label="Interval"
            value={filter.period ?? "Day"}
            options={PERIODS}
            onChange={(period) => set({ period })}
          />
          <NumberField
            label="Intervals"
            value={filter.totalIntervals ?? 8}
            min={2}
            max={100}
            onChange={(value) => value !== undefined && set({ totalIntervals: value }, "intervals")}
          />
          <NumberField
            label="At least so many events to count as back"
            value={filter.minimumOccurrences ?? 1}
            onChange={(value) => value !== undefined && set({ minimumOccurrences: value }, "occurrences")}
          />
          <Choice
            label="An interval is"
            value={filter.timeWindowMode ?? "strict_calendar_dates"}
            options={WINDOWS}
            onChange={(timeWindowMode) => set({ timeWindowMode })}
          />
          <Check
            label="Back then or later (rolling)"
            checked={filter.cumulative ?? false}
            onChange={(cumulative) => set({ cumulative })}
          />
          <Choice
            label="Percent"
            value={filter.retentionReference ?? "total"}
            options={REFERENCES}
            onChange={(retentionReference) => set({ retentionReference })}
          />
          <Choice
            label="Mean row"
            value={filter.meanRetentionCalculation ?? "simple"}
            options={MEANS}
            onChange={(meanRetentionCalculation) => set({ meanRetentionCalculation })}
          />
        </div>
      </Panel>
      <Panel title="Filters and breakdown">
        <div className="flex flex-col gap-3 p-3">
          <FiltersEditor query={query} onChange={(part) => onChange({ ...query, ...part })} />
          <BreakdownEditor
            query={query}
            onChange={(breakdown, typing) => onChange(withBreakdown(query, breakdown), typing)}
          />
        </div>
      </Panel>
    </>
  );
}

interface TargetProps {
  readonly label: string;
  readonly entity: RetentionEntity | undefined;
  readonly onChange: (entity: RetentionEntity) => void;
}

function Target({ label, entity, onChange }: TargetProps) {
  const sources = useQuerySources();
  const node = fromRetentionEntity(entity ?? { id: "$pageview", type: "events" });
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-1.5 text-sm">
        <span className="text-muted">{label}</span>
        <EntityNames node={node} label={label} onChange={(next) => onChange(toRetentionEntity(next))} />
      </div>
      <FilterList
        className="ml-3"
        audience="queries"
        sources={sources}
        filters={node.properties ?? []}
        onChange={(properties) => onChange(toRetentionEntity({ ...node, properties }))}
      />
    </div>
  );
}
