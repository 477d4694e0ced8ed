"use client";
import { Copy, MoreHorizontal, Plus, Trash2 } from "lucide-react";
import { compactNumber } from "@/lib/format";
import { eventTitle } from "@/products/events/describe-event";
import { FilterList } from "@/products/filters/filter-list";
import { PropertyPicker } from "@/products/filters/property-picker";
import { MATHS, mathInfo } from "@/products/insights/maths";
import { MAX_SERIES, newSeries, type SeriesState, seriesLetter } from "@/products/insights/state";
import { useEventNames, useQuerySources } from "@/products/taxonomy/queries";
import { Button } from "@/ui/button";
import { Combobox } from "@/ui/combobox";
import { Dropdown, DropdownItem } from "@/ui/dropdown";

interface SeriesEditorProps {
  readonly series: readonly SeriesState[];
  readonly onChange: (series: SeriesState[]) => void;
}

const ANY = "\u0000any";

/** The list of series: which event, how it is measured, under which filters. */
export function SeriesEditor({ series, onChange }: SeriesEditorProps) {
  const set = (index: number, part: Partial<SeriesState>) =>
    onChange(series.map((item, i) => (i === index ? { ...item, ...part } : item)));
  return (
    <div className="flex flex-col gap-3">
      {series.map((item, index) => (
        <SeriesRow
          key={seriesLetter(index)}
          letter={seriesLetter(index)}
          item={item}
          onSet={(part) => set(index, part)}
          onCopy={series.length < MAX_SERIES ? () => onChange([...series, item]) : null}
          onRemove={series.length > 1 ? () => onChange(series.filter((_, i) => i !== index)) : null}
        />
      ))}
      {series.length < MAX_SERIES && (
        <div>
          <EventPicker
            value={null}
            onPick={(event) => onChange([...series, newSeries(event)])}
            trigger={
              <Button size="sm" variant="quiet">
                <Plus /> Add series
              </Button>
            }
          />
        </div>
      )}
    </div>
  );
}

interface SeriesRowProps {
  readonly letter: string;
  readonly item: SeriesState;
  readonly onSet: (part: Partial<SeriesState>) => void;
  readonly onCopy: (() => void) | null;
  readonly onRemove: (() => void) | null;
}

function SeriesRow({ letter, item, onSet, onCopy, onRemove }: SeriesRowProps) {
  const math = mathInfo(item.math);
  const sources = useQuerySources();
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="flex size-6 items-center justify-center rounded-sm bg-accent-soft font-mono text-xs font-medium text-accent">
          {letter}
        </span>
        <EventPicker
          value={item.event}
          onPick={(event) => onSet({ event })}
          trigger={
            <Button className="max-w-60 min-w-0">
              <span className="truncate">{item.event === null ? "Any event" : eventTitle(item.event)}</span>
            </Button>
          }
        />
        <Combobox
          placeholder="Search measures"
          value={math.id}
          onChange={(id) => onSet({ math: id })}
          options={MATHS.map(({ id, label, group }) => ({ value: id, label, group }))}
          trigger={<Button className="font-normal">{math.label}</Button>}
        />
        {math.needsProperty && (
          <PropertyPicker
            sources={["event"]}
            {...(item.mathProperty ? { value: `event:${item.mathProperty}` } : {})}
            onPick={(_, key) => onSet({ mathProperty: key })}
            trigger={
              <Button className={item.mathProperty ? "font-mono text-xs" : "text-warn"}>
                {item.mathProperty ?? "choose a property"}
              </Button>
            }
          />
        )}
        <Dropdown
          trigger={
            <Button size="icon-sm" variant="quiet" aria-label={`More for series ${letter}`}>
              <MoreHorizontal />
            </Button>
          }
        >
          <DropdownItem disabled={!onCopy} onSelect={() => onCopy?.()}>
            <Copy /> Duplicate
          </DropdownItem>
          <DropdownItem danger disabled={!onRemove} onSelect={() => onRemove?.()}>
            <Trash2 /> Remove
          </DropdownItem>
        </Dropdown>
      </div>
      <FilterList
        className="ml-7"
        audience="queries"
        sources={sources}
        filters={item.filters}
        onChange={(filters) => onSet({ filters })}
        addLabel="Filter this series"
      />
    </div>
  );
}

interface EventPickerProps {
  readonly value: string | null;
  readonly onPick: (event: string | null) => void;
  readonly trigger: React.ReactNode;
}

function EventPicker({ value, onPick, trigger }: EventPickerProps) {
  const names = useEventNames();
  return (
    <Combobox
      placeholder="Search events"
      loading={names.isPending}
      value={value ?? ANY}
      onChange={(event) => onPick(event === ANY ? null : event)}
      allowCustom={(typed) => `Use “${typed}”`}
      options={[
        { value: ANY, label: "Any event" },
        ...(names.data ?? []).map(({ name, volume }) => ({
          value: name,
          label: eventTitle(name),
          hint: compactNumber(volume),
        })),
      ]}
      trigger={trigger}
    />
  );
}
