"use client";
import { ActorChoice } from "@/products/insights/editor/actor-choice";
import { NumberField } from "@/products/insights/editor/choice";
import { FiltersEditor } from "@/products/insights/editor/filters-editor";
import { PathNames } from "@/products/insights/editor/path-names";
import { PathPoint } from "@/products/insights/editor/path-point";
import type { EditorProps } from "@/products/insights/editor/types";
import type { PathItemType, PathsFilter, PathsQuery } from "@/products/insights/query/types";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";

const ITEMS: readonly { readonly type: PathItemType; readonly label: string }[] = [
  { type: "$pageview", label: "Page views" },
  { type: "$screen", label: "Screens" },
  { type: "custom_event", label: "Custom events" },
  { type: "hogql", label: "SQL" },
];

/** What a step is, where paths start and end, and how many of them are shown. */
export function PathsEditor({ query, onChange }: EditorProps<PathsQuery>) {
  const filter = query.pathsFilter ?? {};
  const set = (part: Partial<PathsFilter>, typing?: string) => {
    const next = Object.entries({ ...filter, ...part }).filter(
      ([, value]) => value !== undefined && value !== "",
    );
    onChange({ ...query, pathsFilter: Object.fromEntries(next) as PathsFilter }, typing);
  };
  const types = filter.includeEventTypes ?? [];
  return (
    <>
      <Panel title="Steps">
        <div className="flex flex-col gap-3 p-3">
          <div className="flex flex-wrap gap-x-4 gap-y-1.5">
            {ITEMS.map(({ type, label }) => (
              <label key={type} className="flex items-center gap-1.5 text-sm">
                <input
                  type="checkbox"
                  className="size-4 accent-(--accent)"
                  checked={types.includes(type)}
                  onChange={(event) =>
                    set({
                      includeEventTypes: ITEMS.map((item) => item.type).filter((item) =>
                        item === type ? event.target.checked : types.includes(item),
                      ),
                    })
                  }
                />
                {label}
              </label>
            ))}
          </div>
          {types.includes("hogql") && (
            <Input
              aria-label="Step in SQL"
              className="font-mono text-xs"
              placeholder="concat(event, ' ', properties.plan)"
              value={filter.pathsHogQLExpression ?? ""}
              onChange={(event) => set({ pathsHogQLExpression: event.target.value }, "pathsSql")}
            />
          )}
          <PathPoint
            label="Starts at"
            query={query}
            value={filter.startPoint}
            onChange={(startPoint) => set({ startPoint })}
          />
          <PathPoint
            label="Ends at"
            query={query}
            value={filter.endPoint}
            onChange={(endPoint) => set({ endPoint })}
          />
        </div>
      </Panel>
      <Panel title="Which paths">
        <div className="flex flex-col gap-2.5 p-3">
          <NumberField
            label="Steps at most"
            value={filter.stepLimit ?? 5}
            min={2}
            max={20}
            onChange={(stepLimit) => set({ stepLimit }, "steps")}
          />
          <NumberField
            label="Links at most"
            value={filter.edgeLimit ?? 50}
            max={1000}
            onChange={(edgeLimit) => set({ edgeLimit }, "edges")}
          />
          <NumberField
            label="Links with at least so many paths"
            value={filter.minEdgeWeight}
            min={0}
            placeholder="0"
            onChange={(minEdgeWeight) => set({ minEdgeWeight }, "min")}
          />
          <NumberField
            label="and at most"
            value={filter.maxEdgeWeight}
            min={0}
            placeholder="any"
            onChange={(maxEdgeWeight) => set({ maxEdgeWeight }, "max")}
          />
        </div>
      </Panel>
      <Panel title="Names of steps">
        <PathNames filter={filter} onChange={set} />
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
