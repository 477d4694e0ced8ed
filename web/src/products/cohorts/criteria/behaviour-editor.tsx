"use client";
import { type BehaviourKind, partsOf } from "@edgewise/core/cohorts/behaviour/kinds.ts";
import { TIME_UNITS, type TimeUnit } from "@edgewise/core/cohorts/definition.ts";
import { X } from "lucide-react";
import { BEHAVIOURS, behaviourInfo, COUNT_LABELS, withKind } from "@/products/cohorts/criteria/behaviours";
import type { BehaviourLeaf } from "@/products/cohorts/criteria/types";
import { FilterList } from "@/products/filters/filter-list";
import { EntityPicker } from "@/products/insights/editor/entity-picker";
import { useActions } from "@/products/insights/editor/use-actions";
import { nodeTitle } from "@/products/insights/query/describe";
import type { EntityNode } from "@/products/insights/query/types";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";

interface BehaviourEditorProps {
  readonly leaf: BehaviourLeaf;
  readonly onChange: (leaf: BehaviourLeaf) => void;
}

/** A behaviour as a sentence, whose words can be changed: did … at least 3 times in the last 30 days. */
export function BehaviourEditor({ leaf, onChange }: BehaviourEditorProps) {
  const parts = partsOf(leaf.value);
  const info = behaviourInfo(leaf.value);
  const set = (part: Partial<BehaviourLeaf>) => onChange({ ...leaf, ...part });
  return (
    <>
      <Select<BehaviourKind>
        aria-label="Behaviour"
        value={leaf.value}
        options={BEHAVIOURS.map(({ kind, label }) => ({ value: kind, label }))}
        onChange={(kind) => onChange(withKind(leaf, kind))}
      />
      <Entity
        label="Event"
        entity={leaf.key}
        type={leaf.event_type}
        onPick={(key, event_type) => set({ key, event_type })}
      />
      {parts.next && (
        <>
          <Word>and then</Word>
          <Entity
            label="Following event"
            entity={leaf.seq_event ?? ""}
            type={leaf.seq_event_type ?? "events"}
            onPick={(seq_event, seq_event_type) => set({ seq_event, seq_event_type })}
          />
        </>
      )}
      {parts.count && (
        <>
          <Select
            aria-label="How the number of times compares"
            value={leaf.operator === "eq" ? "exact" : (leaf.operator ?? "gte")}
            options={COUNT_LABELS}
            onChange={(operator) => set({ operator })}
          />
          <Count
            label="Number of times"
            value={leaf.operator_value}
            onChange={(operator_value) => set({ operator_value })}
          />
          <Word>times</Word>
        </>
      )}
      {parts.periods && (
        <>
          <Word>in</Word>
          <Count
            label="Periods needed"
            value={leaf.min_periods}
            onChange={(min_periods) => set({ min_periods })}
          />
          <Word>of the last</Word>
          <Count
            label="Periods in all"
            value={leaf.total_periods}
            onChange={(total_periods) => set({ total_periods })}
          />
          <Word>periods of</Word>
        </>
      )}
      {parts.within && !parts.next && <Word>in the last</Word>}
      {!parts.within && !parts.periods && !leaf.explicit_datetime && <Word>in the last</Word>}
      {parts.next && <Word>in the last</Word>}
      {leaf.explicit_datetime ? (
        <Since leaf={leaf} onChange={onChange} />
      ) : (
        <Span
          label="Time"
          value={leaf.time_value}
          unit={leaf.time_interval}
          onChange={(time_value, time_interval) => set({ time_value, time_interval })}
        />
      )}
      {parts.within && (
        <>
          <Word>{info.within}</Word>
          <Span
            label="Second time"
            value={leaf.seq_time_value}
            unit={leaf.seq_time_interval}
            onChange={(seq_time_value, seq_time_interval) => set({ seq_time_value, seq_time_interval })}
          />
        </>
      )}
      <FilterList
        className="w-full"
        filters={leaf.event_filters ?? []}
        onChange={(event_filters) => set({ event_filters })}
        sources={["event"]}
        audience="flags"
        addLabel="Where the event…"
      />
    </>
  );
}

function Word({ children }: { readonly children: string | undefined }) {
  return <span className="text-sm text-muted">{children}</span>;
}

interface EntityProps {
  readonly label: string;
  readonly entity: string | number;
  readonly type: "events" | "actions";
  readonly onPick: (key: string | number, type: "events" | "actions") => void;
}

function Entity({ label, entity, type, onPick }: EntityProps) {
  const actions = useActions();
  const name = actions.data?.find(({ id }) => id === Number(entity))?.name;
  const node: EntityNode | null =
    entity === ""
      ? null
      : type === "actions"
        ? { kind: "ActionsNode", id: Number(entity), ...(name ? { name } : {}) }
        : { kind: "EventsNode", event: String(entity) };
  return (
    <EntityPicker
      value={node}
      withoutAny
      onPick={(picked) =>
        picked.kind === "ActionsNode"
          ? onPick(Number(picked.id), "actions")
          : onPick(picked.event ?? "", "events")
      }
      trigger={
        <Button aria-label={label} className="max-w-60 min-w-0">
          <span className="truncate">{node ? nodeTitle(node) : "choose an event"}</span>
        </Button>
      }
    />
  );
}

interface CountProps {
  readonly label: string;
  readonly value: number | string | null | undefined;
  readonly onChange: (value: number | string) => void;
}

/** A whole number; what can't be read stays as it was typed, for the check to name. */
function Count({ label, value, onChange }: CountProps) {
  return (
    <Input
      aria-label={label}
      inputMode="numeric"
      className="w-14"
      value={String(value ?? "")}
      onChange={(event) => {
        const text = event.target.value;
        onChange(/^\d+$/.test(text) ? Number(text) : text);
      }}
    />
  );
}

interface SpanProps extends Omit<CountProps, "onChange"> {
  readonly unit: TimeUnit | null | undefined;
  readonly onChange: (value: number | string, unit: TimeUnit) => void;
}

function Span({ label, value, unit, onChange }: SpanProps) {
  return (
    <span className="flex items-center gap-1">
      <Count label={`${label}, number`} value={value} onChange={(next) => onChange(next, unit ?? "day")} />
      <Select<TimeUnit>
        aria-label={`${label}, unit`}
        value={unit ?? "day"}
        options={TIME_UNITS.map((one) => ({ value: one, label: `${one}s` }))}
        onChange={(next) => onChange(value ?? "", next)}
      />
    </span>
  );
}

/** A window that begins at a date; made through the API, or turned back into a trailing one here. */
function Since({ leaf, onChange }: BehaviourEditorProps) {
  const { explicit_datetime: from, explicit_datetime_to: _, ...rest } = leaf;
  return (
    <span className="flex items-center gap-1">
      <Word>since</Word>
      <Input
        aria-label="Since"
        className="w-32"
        placeholder="-30d, 2026-01-31"
        value={from ?? ""}
        onChange={(event) => onChange({ ...leaf, explicit_datetime: event.target.value })}
      />
      <Button
        size="icon-sm"
        variant="quiet"
        aria-label="Use a trailing window instead"
        onClick={() => onChange({ ...rest, time_value: 30, time_interval: "day" })}
      >
        <X />
      </Button>
    </span>
  );
}
