"use client";
import { ActorChoice } from "@/products/insights/editor/actor-choice";
import { Check } from "@/products/insights/editor/choice";
import { FiltersEditor } from "@/products/insights/editor/filters-editor";
import { SeriesList } from "@/products/insights/editor/series-list";
import type { EditorProps } from "@/products/insights/editor/types";
import { LIFECYCLES, type LifecycleQuery } from "@/products/insights/query/types";
import { LIFECYCLE_TITLES } from "@/products/insights/shape/lifecycle";
import { Panel } from "@/ui/page";

/** The one event whose users are told apart, and which of them are shown. */
export function LifecycleEditor({ query, onChange }: EditorProps<LifecycleQuery>) {
  const shown = query.lifecycleFilter?.toggledLifecycles ?? LIFECYCLES;
  const toggle = (status: (typeof LIFECYCLES)[number], on: boolean) =>
    onChange({
      ...query,
      lifecycleFilter: {
        ...query.lifecycleFilter,
        toggledLifecycles: LIFECYCLES.filter((item) => (item === status ? on : shown.includes(item))),
      },
    });
  return (
    <>
      <Panel title="Event">
        <div className="p-3">
          <SeriesList
            series={query.series.slice(0, 1)}
            onChange={(series, typing) => onChange({ ...query, series }, typing)}
            marks="letters"
            most={1}
            addLabel="Add"
          />
        </div>
      </Panel>
      <Panel title="Shown">
        <div className="flex flex-col gap-2 p-3">
          {LIFECYCLES.map((status) => (
            <Check
              key={status}
              label={LIFECYCLE_TITLES[status]}
              checked={shown.includes(status)}
              onChange={(on) => toggle(status, on)}
            />
          ))}
        </div>
      </Panel>
      <Panel title="Filters">
        <div className="flex flex-col gap-3 p-3">
          <ActorChoice
            query={query}
            onChange={(index) => onChange({ ...query, aggregation_group_type_index: index })}
          />
          <FiltersEditor query={query} onChange={(part) => onChange({ ...query, ...part })} />
        </div>
      </Panel>
    </>
  );
}
