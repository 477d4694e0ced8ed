"use client";
import { PRESETS } from "@edgewise/core/releases/presets.ts";
import { Plus, Trash2 } from "lucide-react";
import {
  type GuardDraft,
  type GuardKind,
  needsProperty,
  newGuard,
  OWN_KINDS,
  type OwnKind,
  type PresetKey,
} from "@/products/releases/draft";
import { EventSelect } from "@/products/taxonomy/event-select";
import { Button } from "@/ui/button";
import { Dropdown, DropdownItem, DropdownLabel, DropdownSeparator } from "@/ui/dropdown";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { Switch } from "@/ui/switch";

const OWN: Readonly<Record<OwnKind, string>> = {
  conversion: "Conversion: people who do…",
  count: "Events per person",
  sum: "Sum of a property per person",
  average: "Average of a property",
  percentile: "Percentile of a property (latency …)",
};
const PRESET_KEYS = Object.keys(PRESETS) as PresetKey[];
const titleOf = (kind: GuardKind): string =>
  kind in PRESETS ? PRESETS[kind as PresetKey].name : OWN[kind as OwnKind];

const SCALES = [
  { value: "relative", label: "%" },
  { value: "absolute", label: "in its unit" },
] as const;

interface GuardFieldsProps {
  readonly guards: readonly GuardDraft[];
  readonly onChange: (guards: readonly GuardDraft[]) => void;
}

/** The guard-rails of a release that is being set up. */
export function GuardFields({ guards, onChange }: GuardFieldsProps) {
  const set = (id: string, part: Partial<GuardDraft>) =>
    onChange(guards.map((guard) => (guard.id === id ? { ...guard, ...part } : guard)));
  const add = (kind: GuardKind) => onChange([...guards, newGuard(`g${Date.now()}`, kind)]);
  const unused = PRESET_KEYS.filter((key) => !guards.some(({ kind }) => kind === key));
  return (
    <div className="flex flex-col gap-2">
      {guards.map((guard) => (
        <GuardRow
          key={guard.id}
          guard={guard}
          onChange={(part) => set(guard.id, part)}
          onRemove={() => onChange(guards.filter(({ id }) => id !== guard.id))}
        />
      ))}
      {guards.length < 10 && (
        <Dropdown
          align="start"
          trigger={
            <Button size="sm" className="self-start">
              <Plus /> Add a guard-rail
            </Button>
          }
        >
          {unused.map((key) => (
            <DropdownItem key={key} onSelect={() => add(key)}>
              {PRESETS[key].name}
            </DropdownItem>
          ))}
          {unused.length > 0 && <DropdownSeparator />}
          <DropdownLabel>Of your own events</DropdownLabel>
          {OWN_KINDS.map((kind) => (
            <DropdownItem key={kind} onSelect={() => add(kind)}>
              {OWN[kind]}
            </DropdownItem>
          ))}
        </Dropdown>
      )}
    </div>
  );
}

interface GuardRowProps {
  readonly guard: GuardDraft;
  readonly onChange: (part: Partial<GuardDraft>) => void;
  readonly onRemove: () => void;
}

function GuardRow({ guard, onChange, onRemove }: GuardRowProps) {
  const { kind, events, property, lowerIsBetter, margin, scale } = guard;
  const isOwn = !(kind in PRESETS);
  const setEvent = (index: number, event: string) =>
    onChange({ events: events.map((one, at) => (at === index ? event : one)) });
  return (
    <fieldset className="flex flex-col gap-2 rounded-md border border-line p-2.5">
      <legend className="sr-only">{titleOf(kind)}</legend>
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 text-sm font-medium">{titleOf(kind)}</span>
        <Button variant="quiet" size="icon-sm" aria-label={`Remove ${titleOf(kind)}`} onClick={onRemove}>
          <Trash2 />
        </Button>
      </div>
      {isOwn && (
        <div className="flex flex-wrap items-center gap-2 text-sm">
          {[...events.entries()].map(([index, event]) => (
            <EventSelect
              key={index}
              value={event}
              aria-label={`Event ${index + 1}`}
              onChange={(next) => setEvent(index, next)}
            />
          ))}
          {kind === "conversion" && events.length < 20 && (
            <Button size="sm" variant="quiet" onClick={() => onChange({ events: [...events, ""] })}>
              <Plus /> then
            </Button>
          )}
          {needsProperty(kind) && (
            <Input
              className="w-40 font-mono text-xs"
              aria-label="Property"
              placeholder="property"
              value={property}
              onChange={({ target }) => onChange({ property: target.value })}
            />
          )}
          {kind === "percentile" && (
            <Select
              aria-label="Percentile"
              value={guard.percentile}
              options={["50", "75", "90", "94"].map((value) => ({ value, label: `p${value}` }))}
              onChange={(percentile) => onChange({ percentile })}
            />
          )}
          <span className="flex items-center gap-1.5 text-muted">
            <Switch
              checked={lowerIsBetter}
              aria-label="Lower is better"
              onChange={(next) => onChange({ lowerIsBetter: next })}
            />
            lower is better
          </span>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-1.5 text-sm text-muted">
        Accept up to
        <Input
          type="number"
          min={0}
          step="any"
          className="w-20 text-right"
          aria-label={`Accepted harm of ${titleOf(kind)}`}
          value={margin}
          onChange={({ target }) => onChange({ margin: target.value })}
        />
        <Select
          aria-label="Unit of the accepted harm"
          value={scale}
          options={SCALES}
          onChange={(next) => onChange({ scale: next })}
        />
        {lowerIsBetter ? "more" : "less"} than without the flag
      </div>
    </fieldset>
  );
}
