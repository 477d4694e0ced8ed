"use client";
import { ListFilter, Split, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Breakdown, DashboardFilters } from "@/products/dashboards/types";
import { describeFilter } from "@/products/filters/filter";
import { FilterList } from "@/products/filters/filter-list";
import { PropertyPicker } from "@/products/filters/property-picker";
import { RangePicker } from "@/products/insights/range-picker";
import { propertyTitle } from "@/products/taxonomy/property-title";
import { useQuerySources } from "@/products/taxonomy/queries";
import { groupIndexOf, typeOf } from "@/products/taxonomy/source";
import { Button } from "@/ui/button";
import { Popover } from "@/ui/popover";

interface FilterBarProps {
  readonly filters: DashboardFilters;
  readonly onChange: (part: Partial<DashboardFilters>) => void;
  /** They differ from what the dashboard has saved. */
  readonly changed: boolean;
  readonly onReset: () => void;
  readonly onSave: () => void;
  readonly saving: boolean;
  /** Further fields. */
  readonly children?: ReactNode;
}

/** Dates, filters and breakdown of a whole dashboard. */
export function FilterBar({ filters, onChange, changed, onReset, onSave, saving, children }: FilterBarProps) {
  const sources = useQuerySources();
  const properties = filters.properties ?? [];
  const breakdown = filters.breakdown_filter?.breakdowns?.[0];
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-6">
      <span className="flex items-center">
        <RangePicker
          state={{ from: filters.date_from ?? "", to: filters.date_to ?? null }}
          label={filters.date_from ? undefined : "Each tile's dates"}
          onChange={({ from, to }) => onChange({ date_from: from ?? null, date_to: to ?? null })}
        />
        {filters.date_from && (
          <Clear
            label="Use each tile's own dates"
            onClick={() => onChange({ date_from: null, date_to: null })}
          />
        )}
      </span>
      <Popover
        className="max-h-[70vh] w-[min(40rem,calc(100vw-1rem))] overflow-auto p-3"
        trigger={
          <Button className="max-w-80 font-normal">
            <ListFilter className="text-muted" />
            <span className="truncate">
              {properties.length === 0 ? "All events" : properties.map(describeFilter).join(", ")}
            </span>
          </Button>
        }
      >
        <p className="mb-2 text-sm text-muted">Every tile counts only what fits all of these.</p>
        <FilterList
          filters={properties}
          onChange={(next) => onChange({ properties: next })}
          sources={sources}
          audience="queries"
        />
      </Popover>
      <span className="flex items-center">
        <PropertyPicker
          sources={sources}
          onPick={(source, property) => {
            const group = groupIndexOf(source);
            const next: Breakdown = {
              property,
              type: typeOf(source),
              ...(group === null ? {} : { group_type_index: group }),
            };
            onChange({ breakdown_filter: { breakdowns: [next] } });
          }}
          trigger={
            <Button className="max-w-64 font-normal">
              <Split className="text-muted" />
              <span className="truncate">
                {breakdown ? `By ${propertyTitle(String(breakdown.property))}` : "Each tile's breakdown"}
              </span>
            </Button>
          }
        />
        {breakdown && (
          <Clear label="Use each tile's own breakdown" onClick={() => onChange({ breakdown_filter: null })} />
        )}
      </span>
      {children}
      {changed && (
        <span className="flex items-center gap-1">
          <Button size="sm" variant="ghost" onClick={onReset}>
            Reset
          </Button>
          <Button size="sm" busy={saving} onClick={onSave}>
            Save for everyone
          </Button>
        </span>
      )}
    </div>
  );
}

function Clear({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Button size="icon-sm" variant="quiet" aria-label={label} title={label} onClick={onClick}>
      <X />
    </Button>
  );
}
