"use client";
import { useId } from "react";
import { useProject } from "@/lib/project-context";
import type { PropertyFilter } from "@/products/filters/filter";
import { FilterList } from "@/products/filters/filter-list";
import { SamplingChoice } from "@/products/insights/editor/sampling-choice";
import { type FilterGroup, type Filters, type InsightQuery, isGroup } from "@/products/insights/query/types";
import { useQuerySources } from "@/products/taxonomy/queries";
import { Button } from "@/ui/button";
import { Switch } from "@/ui/switch";
import { ToggleGroup } from "@/ui/toggle-group";

interface FiltersEditorProps {
  readonly query: InsightQuery;
  readonly onChange: (
    part: Pick<InsightQuery, "properties" | "filterTestAccounts" | "samplingFactor">,
  ) => void;
}

/** Filters of the whole query: a list joined by AND, or groups joined by AND or OR; test accounts and the sample. */
export function FiltersEditor({ query, onChange }: FiltersEditorProps) {
  const project = useProject();
  const sources = useQuerySources();
  const id = useId();
  const filters: Filters = query.properties ?? [];
  const testers = Array.isArray(project.test_account_filters) && project.test_account_filters.length > 0;
  const list = (
    items: readonly PropertyFilter[],
    set: (next: readonly PropertyFilter[]) => void,
    addLabel: string,
  ) => <FilterList audience="queries" sources={sources} filters={items} onChange={set} addLabel={addLabel} />;
  return (
    <div className="flex flex-col gap-2">
      {isGroup(filters) ? (
        <Groups group={filters} onChange={(properties) => onChange({ properties })} list={list} />
      ) : (
        <>
          {list(filters, (properties) => onChange({ properties }), "Filter everything")}
          {filters.length > 0 && (
            <Button
              size="sm"
              variant="quiet"
              className="self-start"
              onClick={() =>
                onChange({
                  properties: {
                    type: "OR",
                    values: [
                      { type: "AND", values: filters },
                      { type: "AND", values: [] },
                    ],
                  },
                })
              }
            >
              Or other filters
            </Button>
          )}
        </>
      )}
      <label
        htmlFor={id}
        className="flex items-center gap-2 text-sm"
        title={testers ? undefined : "Set them in the project settings"}
      >
        <Switch
          id={id}
          checked={query.filterTestAccounts ?? false}
          onChange={(filterTestAccounts) => onChange({ filterTestAccounts })}
        />
        Leave out test accounts
      </label>
      <SamplingChoice query={query} onChange={onChange} />
    </div>
  );
}

interface GroupsProps {
  readonly group: FilterGroup;
  readonly onChange: (filters: Filters) => void;
  readonly list: (
    items: readonly PropertyFilter[],
    set: (next: readonly PropertyFilter[]) => void,
    addLabel: string,
  ) => React.ReactNode;
}

/** Groups of filters; what is nested deeper (through the API) is kept as it is. */
function Groups({ group, onChange, list }: GroupsProps) {
  const groups = group.values.map(
    (item): FilterGroup => (isGroup(item) ? item : { type: "AND", values: [item] }),
  );
  const set = (index: number, next: FilterGroup) => onChange({ ...group, values: groups.with(index, next) });
  const remove = (index: number) => {
    const rest = groups.toSpliced(index, 1);
    const [only] = rest;
    const flat = only?.type === "AND" && only.values.every((item) => !isGroup(item));
    onChange(
      rest.length === 1 && flat ? (only.values as readonly PropertyFilter[]) : { ...group, values: rest },
    );
  };
  return (
    <div className="flex flex-col gap-2">
      <Joint
        label="Groups"
        value={group.type}
        onChange={(type) => onChange({ ...group, type, values: groups })}
      />
      {groups.map((inner, index) => {
        const own = inner.values.filter((item): item is PropertyFilter => !isGroup(item));
        const deeper = inner.values.filter(isGroup);
        return (
          // Groups go by their place.
          <div key={`group-${index + 1}`} className="flex flex-col gap-1.5 rounded-md border border-line p-2">
            <div className="flex items-center justify-between">
              {inner.values.length > 1 ? (
                <Joint
                  label={`Group ${index + 1}`}
                  value={inner.type}
                  onChange={(type) => set(index, { ...inner, type })}
                />
              ) : (
                <span className="text-xs text-muted">Group {index + 1}</span>
              )}
              <Button size="sm" variant="quiet" onClick={() => remove(index)}>
                Remove group
              </Button>
            </div>
            {list(own, (next) => set(index, { ...inner, values: [...next, ...deeper] }), "Filter")}
            {deeper.length > 0 && (
              <p className="text-xs text-muted">and {deeper.length} nested groups, kept as they are</p>
            )}
          </div>
        );
      })}
      <Button
        size="sm"
        variant="quiet"
        className="self-start"
        onClick={() => onChange({ ...group, values: [...groups, { type: "AND", values: [] }] })}
      >
        Another group
      </Button>
    </div>
  );
}

interface JointProps {
  readonly label: string;
  readonly value: "AND" | "OR";
  readonly onChange: (value: "AND" | "OR") => void;
}

function Joint({ label, value, onChange }: JointProps) {
  return (
    <ToggleGroup
      label={`${label} joined by`}
      value={value}
      options={[
        { value: "AND", label: "all of" },
        { value: "OR", label: "any of" },
      ]}
      onChange={onChange}
      className="h-7 self-start"
    />
  );
}
