"use client";
import { Split, X } from "lucide-react";
import { FilterList } from "@/products/filters/filter-list";
import { PropertyPicker } from "@/products/filters/property-picker";
import { RangePicker } from "@/products/insights/range-picker";
import { SeriesEditor } from "@/products/insights/series-editor";
import { type ExplorerState, INTERVALS, type Interval } from "@/products/insights/state";
import { useQuerySources } from "@/products/taxonomy/queries";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";

interface ExplorerControlsProps {
  readonly state: ExplorerState;
  readonly onChange: (part: Partial<ExplorerState>) => void;
}

const COMPARISONS = [
  { value: "none", label: "No comparison" },
  { value: "previous", label: "vs. period before" },
  { value: "-1w", label: "vs. a week before" },
  { value: "-1m", label: "vs. a month before" },
  { value: "-1y", label: "vs. a year before" },
] as const;

/** Everything that shapes a trend. */
export function ExplorerControls({ state, onChange }: ExplorerControlsProps) {
  const sources = useQuerySources();
  const known = COMPARISONS.some((item) => item.value === state.compare);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Panel title="Series">
        <div className="p-3">
          <SeriesEditor series={state.series} onChange={(series) => onChange({ series })} />
          {(state.series.length > 1 || state.formula !== null) && (
            <div className="mt-3 flex items-center gap-2 border-t border-line pt-3 text-sm">
              <span className="text-muted">Formula</span>
              <Input
                aria-label="Formula over the series"
                className="font-mono uppercase placeholder:normal-case"
                placeholder="A / B * 100"
                value={state.formula ?? ""}
                onChange={(event) => onChange({ formula: event.target.value || null })}
              />
            </div>
          )}
        </div>
      </Panel>
      <Panel title="Filters and breakdown">
        <div className="flex flex-col gap-2 p-3">
          <FilterList
            audience="queries"
            sources={sources}
            filters={state.filters}
            onChange={(filters) => onChange({ filters })}
            addLabel="Filter all series"
          />
          <div className="flex items-center gap-1">
            <PropertyPicker
              sources={sources}
              {...(state.breakdown ? { value: `${state.breakdown.source}:${state.breakdown.property}` } : {})}
              onPick={(source, property) => onChange({ breakdown: { source, property } })}
              trigger={
                <Button size="sm" variant={state.breakdown ? "secondary" : "quiet"}>
                  <Split />
                  {state.breakdown ? (
                    <span>
                      by <span className="font-mono">{state.breakdown.property}</span>
                    </span>
                  ) : (
                    "Break down by"
                  )}
                </Button>
              }
            />
            {state.breakdown && (
              <Button
                size="icon-sm"
                variant="quiet"
                aria-label="Remove breakdown"
                onClick={() => onChange({ breakdown: null })}
              >
                <X />
              </Button>
            )}
          </div>
        </div>
      </Panel>
      <Panel title="Time">
        <div className="flex flex-wrap gap-2 p-3">
          <RangePicker state={state} onChange={onChange} />
          <Select<Interval>
            aria-label="Interval"
            value={state.interval}
            options={INTERVALS.map((interval) => ({ value: interval, label: `by ${interval}` }))}
            onChange={(interval) => onChange({ interval })}
          />
          <Select
            aria-label="Comparison"
            value={state.compare ?? "none"}
            options={
              state.compare && !known
                ? [...COMPARISONS, { value: state.compare, label: `vs. ${state.compare}` }]
                : COMPARISONS
            }
            onChange={(compare) => onChange({ compare: compare === "none" ? null : compare })}
          />
        </div>
      </Panel>
    </div>
  );
}
