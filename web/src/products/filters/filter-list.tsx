"use client";
import { ListFilter, X } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";
import {
  newFilter,
  type PropertyFilter,
  sourceOf,
  withOperator,
  withProperty,
} from "@/products/filters/filter";
import { OPERATORS, operatorInfo } from "@/products/filters/operators";
import { PropertyPicker } from "@/products/filters/property-picker";
import { SpecialFilter } from "@/products/filters/special-filter";
import { useQueryChoices } from "@/products/filters/use-query-choices";
import { ValueInput } from "@/products/filters/value-input";
import { propertyTitle } from "@/products/taxonomy/property-title";
import type { PropertySource } from "@/products/taxonomy/source";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import type { ComboOption } from "@/ui/combobox";
import { Select } from "@/ui/select";

interface FilterListProps {
  readonly filters: readonly PropertyFilter[];
  readonly onChange: (filters: PropertyFilter[]) => void;
  readonly sources: readonly PropertySource[];
  readonly audience: "queries" | "flags";
  readonly addLabel?: string;
  readonly className?: string;
  /** Choices besides properties: cohorts and flags, with the filter that each makes. */
  readonly special?: readonly SpecialChoice[];
  /** Text of a refusal by index. */
  readonly errorAt?: (index: number) => string | undefined;
}

export interface SpecialChoice extends ComboOption {
  readonly filter: PropertyFilter;
}

/** Property filters joined by AND, each editable in place. */
export function FilterList(props: FilterListProps) {
  const { filters, onChange, sources } = props;
  const extra = useQueryChoices(props.audience === "queries");
  const special = [...extra, ...(props.special ?? [])];
  // The filter that was just added asks for its value.
  const [added, setAdded] = useState<number | null>(null);
  const set = (index: number, next: PropertyFilter) =>
    onChange(filters.map((filter, i) => (i === index ? next : filter)));
  return (
    <div className={cn("flex flex-col gap-1.5", props.className)}>
      {filters.map((filter, index) => (
        <FilterRow
          // Filters have no identity of their own; equal ones are interchangeable.
          key={rowKey(filters, index)}
          filter={filter}
          sources={sources}
          lead={<span className="w-9 text-xs text-muted">{index === 0 ? "where" : "and"}</span>}
          error={props.errorAt?.(index)}
          asks={index === added}
          onChange={(next) => set(index, next)}
          onRemove={() => onChange(filters.filter((_, i) => i !== index))}
        />
      ))}
      <div>
        <PropertyPicker
          sources={sources}
          leadsOn
          onPick={(source, key) => {
            setAdded(filters.length);
            onChange([...filters, newFilter(source, key)]);
          }}
          special={special}
          onPickSpecial={(value) => {
            const choice = special.find((option) => option.value === value);
            if (choice) onChange([...filters, choice.filter]);
          }}
          trigger={
            <Button size="sm" variant="quiet">
              <ListFilter /> {props.addLabel ?? "Filter"}
            </Button>
          }
        />
      </div>
    </div>
  );
}

const SPECIAL: ReadonlySet<string> = new Set(["cohort", "flag", "hogql"]);

/** SQL changes its key with every letter typed: it goes by its place. */
function rowKey(filters: readonly PropertyFilter[], index: number): string {
  const filter = filters[index];
  if (!filter || filter.type === "hogql") return `${index}`;
  return `${filter.type}:${filter.key}:${filters.slice(0, index).filter((f) => f.key === filter.key).length}`;
}

interface FilterRowProps {
  readonly filter: PropertyFilter;
  readonly sources: readonly PropertySource[];
  /** What the row begins with: "where", "and" … */
  readonly lead: ReactNode;
  readonly error: string | undefined;
  /** Opens its values at once. */
  readonly asks?: boolean;
  readonly onChange: (filter: PropertyFilter) => void;
  readonly onRemove: () => void;
}

/** One filter, editable in place. */
export function FilterRow(props: FilterRowProps) {
  const { filter, sources, lead, error, asks = false, onChange, onRemove } = props;
  const current = operatorInfo(filter.operator);
  const known = OPERATORS.some((operator) => operator.id === current.id);
  const editable = !SPECIAL.has(filter.type ?? "");
  return (
    <div>
      <div
        className={cn("flex items-start gap-1.5 border-l-2 pl-2", error ? "border-danger" : "border-line")}
      >
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
          {lead}
          {editable ? (
            <>
              <PropertyPicker
                sources={sources}
                value={`${sourceOf(filter)}:${filter.key}`}
                onPick={(source, key) => onChange(withProperty(filter, source, key))}
                trigger={<PropertyButton filter={filter} marked={sources.length > 1} />}
              />
              <Select
                aria-label={`Operator for ${filter.key}`}
                value={current.id}
                options={(known ? OPERATORS : [...OPERATORS, current]).map(({ id, label }) => ({
                  value: id,
                  label,
                }))}
                onChange={(operator) => onChange(withOperator(filter, operator))}
              />
              <ValueInput
                filter={filter}
                asks={asks}
                onChange={(value) => onChange({ ...filter, value: value ?? null })}
              />
            </>
          ) : (
            <SpecialFilter filter={filter} onChange={onChange} />
          )}
        </div>
        <Button
          size="icon-sm"
          variant="quiet"
          aria-label={`Remove filter on ${filter.label ?? filter.cohort_name ?? filter.key}`}
          onClick={onRemove}
        >
          <X />
        </Button>
      </div>
      {error && (
        <p role="alert" className="mt-0.5 pl-2.5 text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

/** The property of a filter; a known one by its name, its key on hover. */
function PropertyButton({
  filter,
  marked,
  ...trigger
}: { readonly filter: PropertyFilter; readonly marked: boolean } & ComponentProps<typeof Button>) {
  const title = propertyTitle(filter.key);
  return (
    <Button {...trigger} title={filter.key} className="max-w-56 justify-start text-xs">
      {filter.type !== "event" && marked && <Badge>{filter.type}</Badge>}
      <span className={cn("truncate", title === filter.key && "font-mono")}>{title}</span>
    </Button>
  );
}
