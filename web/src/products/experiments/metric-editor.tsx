"use client";
import { Plus, Trash2 } from "lucide-react";
import {
  type MetricDraft,
  type MetricKind,
  type MetricRole,
  problemOf,
  withKind,
} from "@/products/experiments/metric-draft";
import type { MetricNode } from "@/products/experiments/types";
import { EventSelect } from "@/products/taxonomy/event-select";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { Switch } from "@/ui/switch";

const KINDS = [
  { value: "funnel", label: "Conversion", hint: "did it, step by step" },
  { value: "mean", label: "Count or sum", hint: "per person" },
  { value: "ratio", label: "Ratio", hint: "one total over another" },
  { value: "retention", label: "Retention", hint: "came back" },
] as const;
const ROLES = [
  { value: "primary", label: "Primary", hint: "decides" },
  { value: "secondary", label: "Secondary", hint: "explains" },
  { value: "guardrail", label: "Guardrail", hint: "must not get worse" },
] as const;
const MATHS = [
  { value: "total", label: "number of events" },
  { value: "sum", label: "sum of" },
  { value: "avg", label: "average of" },
  { value: "max", label: "maximum of" },
  { value: "unique_session", label: "number of sessions" },
  { value: "dau", label: "whether at all" },
] as const;

interface MetricEditorProps {
  readonly metric: MetricDraft;
  readonly onChange: (metric: MetricDraft) => void;
  readonly onRemove: () => void;
  readonly error?: string | undefined;
}

/** One metric: what it is, what it counts, in which window. */
export function MetricEditor({ metric, onChange, onRemove, error }: MetricEditorProps) {
  const set = (part: Partial<MetricDraft>) => onChange({ ...metric, ...part });
  const problem = error ?? problemOf(metric);
  return (
    <fieldset className="flex flex-col gap-3 rounded-md border border-line p-3">
      <legend className="sr-only">Metric {metric.name}</legend>
      <div className="flex flex-wrap items-center gap-2">
        <Select<MetricRole>
          aria-label="Role of the metric"
          value={metric.role}
          options={ROLES}
          onChange={(role) => set({ role })}
        />
        <Select<MetricKind>
          aria-label="Kind of metric"
          value={metric.kind}
          options={KINDS}
          onChange={(kind) => onChange(withKind(metric, kind))}
        />
        <Input
          className="min-w-32 flex-1"
          aria-label="Name of the metric"
          placeholder="Name, e.g. Bought something"
          value={metric.name}
          onChange={(event) => set({ name: event.target.value })}
        />
        <Button variant="quiet" size="icon-sm" aria-label="Remove metric" onClick={onRemove}>
          <Trash2 />
        </Button>
      </div>
      <Nodes metric={metric} onChange={(nodes) => set({ nodes })} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-muted">
        <span className="flex items-center gap-1.5">
          Counts for
          <Input
            type="number"
            min={0}
            className="w-18 text-right"
            aria-label="Days after exposure"
            placeholder="∞"
            value={metric.windowDays}
            onChange={(event) => set({ windowDays: event.target.value })}
          />
          days after exposure
        </span>
        {metric.kind === "retention" && (
          <span className="flex items-center gap-1.5">
            Back between day
            <Input
              type="number"
              min={0}
              className="w-16 text-right"
              aria-label="First day"
              value={metric.from}
              onChange={(event) => set({ from: event.target.value })}
            />
            and
            <Input
              type="number"
              min={0}
              className="w-16 text-right"
              aria-label="Last day"
              value={metric.to}
              onChange={(event) => set({ to: event.target.value })}
            />
          </span>
        )}
        {metric.kind === "mean" && (
          <span className="flex items-center gap-1.5">
            Cut the highest
            <Input
              type="number"
              min={0}
              max={50}
              step="any"
              className="w-18 text-right"
              aria-label="Highest values to cut, in percent"
              placeholder="0"
              value={metric.cap}
              onChange={(event) => set({ cap: event.target.value })}
            />
            %
          </span>
        )}
        {metric.role === "guardrail" && (
          <span className="flex items-center gap-1.5">
            Accept harm up to
            <Input
              type="number"
              min={0}
              step="any"
              className="w-18 text-right"
              aria-label="Accepted harm in percent"
              value={metric.margin}
              onChange={(event) => set({ margin: event.target.value })}
            />
            %
          </span>
        )}
        <span className="flex items-center gap-1.5">
          <Switch
            checked={metric.lowerIsBetter}
            aria-label="Lower is better"
            onChange={(lowerIsBetter) => set({ lowerIsBetter })}
          />
          Lower is better
        </span>
      </div>
      {problem && (
        <p role="alert" className="text-xs text-danger">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

const TITLES: Readonly<Record<MetricKind, (index: number) => string>> = {
  funnel: (index) => (index === 0 ? "Saw the flag, then did" : "then did"),
  mean: () => "Count",
  ratio: (index) => (index === 0 ? "Total of" : "divided by total of"),
  retention: (index) => (index === 0 ? "Starts with" : "comes back with"),
};

function Nodes({
  metric,
  onChange,
}: {
  readonly metric: MetricDraft;
  readonly onChange: (nodes: MetricNode[]) => void;
}) {
  const { nodes, kind } = metric;
  const set = (index: number, part: Partial<MetricNode>) =>
    onChange(nodes.map((node, i) => (i === index ? { ...node, ...part } : node)));
  const counts = kind === "mean" || kind === "ratio";
  return (
    <div className="flex flex-col gap-2">
      {[...nodes.entries()].map(([index, node]) => (
        <div key={index} className="flex flex-wrap items-center gap-2 text-sm">
          <span className="w-36 text-muted">{TITLES[kind](index)}</span>
          {counts && (
            <Select
              aria-label="What of it"
              value={
                (MATHS.find(({ value }) => value === (node.math ?? "total"))?.value ?? "total") as string
              }
              options={MATHS}
              onChange={(math) => set(index, { math })}
            />
          )}
          {counts && ["sum", "avg", "max", "min"].includes(node.math ?? "") && (
            <Input
              className="w-36 font-mono text-xs"
              aria-label="Property"
              placeholder="property"
              value={node.math_property ?? ""}
              onChange={(event) => set(index, { math_property: event.target.value })}
            />
          )}
          {node.kind === "EventsNode" ? (
            <EventSelect
              value={node.event ?? ""}
              aria-label="Event"
              onChange={(event) => set(index, { event })}
            />
          ) : (
            <span className="font-mono text-xs">{node.name ?? `${node.kind} ${node.id ?? ""}`}</span>
          )}
          {kind === "funnel" && nodes.length > 1 && (
            <Button
              size="icon-sm"
              variant="quiet"
              aria-label={`Remove step ${index + 1}`}
              onClick={() => onChange(nodes.filter((_, i) => i !== index))}
            >
              <Trash2 />
            </Button>
          )}
        </div>
      ))}
      {kind === "funnel" && nodes.length < 20 && (
        <Button
          size="sm"
          variant="quiet"
          className="self-start"
          onClick={() => onChange([...nodes, { kind: "EventsNode", event: "" }])}
        >
          <Plus /> Add a step
        </Button>
      )}
    </div>
  );
}
