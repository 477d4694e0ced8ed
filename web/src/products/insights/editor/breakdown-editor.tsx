"use client";
import { Split, X } from "lucide-react";
import { useState } from "react";
import { PropertyPicker } from "@/products/filters/property-picker";
import { useCohorts } from "@/products/filters/use-query-choices";
import {
  breakdownFilter,
  breakdownsOf,
  MAX_BREAKDOWNS,
  propertyBreakdown,
} from "@/products/insights/query/breakdowns";
import type { Breakdown, BreakdownFilter, InsightQuery } from "@/products/insights/query/types";
import { propertyTitle } from "@/products/taxonomy/property-title";
import { useQuerySources } from "@/products/taxonomy/queries";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";

interface BreakdownEditorProps {
  readonly query: InsightQuery;
  readonly onChange: (filter: BreakdownFilter | undefined, typing?: string) => void;
  /** Numbers can be put into bins. */
  readonly withBins?: boolean;
}

/** What the answer is broken down by: up to three properties or expressions, or cohorts. */
export function BreakdownEditor({ query, onChange, withBins = false }: BreakdownEditorProps) {
  const before = "breakdownFilter" in query ? query.breakdownFilter : undefined;
  const list = breakdownsOf(query);
  const sources = useQuerySources().filter((source) => source !== "element");
  const cohorts = useCohorts();
  const cohortName = (id: string | number) =>
    id === "all"
      ? "Everyone"
      : (cohorts.data?.results.find((item) => item.id === Number(id))?.name ?? `Cohort ${id}`);
  const set = (next: readonly Breakdown[], typing?: string) =>
    onChange(breakdownFilter(next, before), typing);
  const cohort = list[0]?.type === "cohort";
  const full = !cohort && list.length >= MAX_BREAKDOWNS;
  const special = [
    ...(list.length === 0 || cohort
      ? (cohorts.data?.results ?? [])
          .filter(({ id }) => !list.some(({ property }) => Number(property) === id))
          .map(({ id, name }) => ({ value: `cohort:${id}`, label: name ?? `Cohort ${id}`, group: "Cohorts" }))
      : []),
    ...(cohort ? [] : [{ value: "hogql:", label: "SQL expression", group: "Your own" }]),
  ];
  return (
    <div className="flex flex-col gap-1.5">
      {list.map((item, index) => (
        // Breakdowns go by their place.
        <div
          key={`${index}-${item.type}`}
          className="flex flex-wrap items-center gap-1.5 border-l-2 border-line pl-2"
        >
          <span className="w-9 text-xs text-muted">{index === 0 ? "by" : "and"}</span>
          {item.type === "hogql" ? (
            <Expression
              value={String(item.property)}
              onDone={(property) => set(list.with(index, { ...item, property }))}
            />
          ) : (
            <PropertyPicker
              sources={cohort ? [] : sources}
              onPick={(source, key) => set(list.with(index, propertyBreakdown(source, key)))}
              special={cohort ? special : []}
              onPickSpecial={(value) => set(list.with(index, specialBreakdown(value)))}
              trigger={
                <Button className="max-w-56 justify-start text-xs" title={String(item.property)}>
                  {item.type !== "event" && <Badge>{item.type.replace("_metadata", "")}</Badge>}
                  <span className="truncate">
                    {item.type === "cohort"
                      ? cohortName(item.property)
                      : propertyTitle(String(item.property))}
                  </span>
                </Button>
              }
            />
          )}
          {withBins && item.type !== "cohort" && (
            <Input
              type="number"
              min={2}
              max={50}
              aria-label={`Bins of ${item.property}`}
              placeholder="bins"
              title="Put numbers into this many bins"
              className="w-16 text-xs"
              value={item.histogram_bin_count ?? ""}
              onChange={(event) => {
                const { histogram_bin_count: _, ...rest } = item;
                const bins = Number(event.target.value);
                set(
                  list.with(index, bins > 0 ? { ...rest, histogram_bin_count: bins } : rest),
                  `bins${index}`,
                );
              }}
            />
          )}
          <Button
            size="icon-sm"
            variant="quiet"
            aria-label={`Remove breakdown by ${item.property}`}
            onClick={() => set(list.toSpliced(index, 1))}
          >
            <X />
          </Button>
        </div>
      ))}
      {!full && (
        <div>
          <PropertyPicker
            sources={cohort ? [] : sources}
            onPick={(source, key) => set([...list, propertyBreakdown(source, key)])}
            special={special}
            onPickSpecial={(value) => set([...list, specialBreakdown(value)])}
            trigger={
              <Button size="sm" variant="quiet">
                <Split /> {list.length === 0 ? "Break down by" : "And by"}
              </Button>
            }
          />
        </div>
      )}
    </div>
  );
}

const specialBreakdown = (value: string): Breakdown =>
  value.startsWith("cohort:")
    ? { type: "cohort", property: Number(value.slice(7)) }
    : { type: "hogql", property: "" };

/** An expression is asked only when it is written out: half of one is an error. */
function Expression({ value, onDone }: { readonly value: string; readonly onDone: (value: string) => void }) {
  const [text, setText] = useState(value);
  return (
    <Input
      aria-label="Breakdown in SQL"
      className="w-64 max-w-full font-mono text-xs"
      placeholder="properties.$browser"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => text !== value && onDone(text)}
      onKeyDown={(event) => event.key === "Enter" && onDone(text)}
    />
  );
}
