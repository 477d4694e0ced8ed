"use client";
import { useMutation } from "@tanstack/react-query";
import { Eye, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { api } from "@/lib/api/client";
import { exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import type { MaskingPreview, MaskingRule } from "@/products/privacy/types";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

const BY = [
  { value: "name", label: "Properties named" },
  { value: "value", label: "Values that are" },
  { value: "pattern", label: "Text that matches" },
] as const;
const KINDS = [
  { value: "email", label: "e-mail addresses" },
  { value: "card", label: "card numbers" },
  { value: "phone", label: "phone numbers (+…)" },
  { value: "iban", label: "bank accounts (IBAN)" },
] as const;
const ACTIONS = [
  { value: "redact", label: "replace", hint: "A placeholder stands there" },
  { value: "hash", label: "turn into a code", hint: "The same value gets the same code" },
  { value: "drop", label: "drop", hint: "The property goes" },
] as const;
const NEW: MaskingRule = { event: "", by: "value", what: "email", action: "redact" };

interface MaskingPanelProps {
  readonly saved: readonly MaskingRule[];
  readonly onSave: (rules: readonly MaskingRule[]) => Promise<unknown>;
}

/** Rules that hide parts of events before they are stored, with a look at what they would have done. */
export function MaskingPanel({ saved, onSave }: MaskingPanelProps) {
  const project = useProject();
  const [rules, setRules] = useState(saved);
  const [busy, setBusy] = useState(false);
  const preview = useMutation({
    mutationFn: () =>
      api.post<MaskingPreview>(`/api/projects/${project.id}/privacy/masking_preview/`, { masking: rules }),
    onError: (error) => toast.error("The rules could not be tried.", error),
  });
  const change = (next: readonly MaskingRule[]) => {
    preview.reset();
    setRules(next);
  };
  const set = (index: number, part: Partial<MaskingRule>) =>
    change(rules.map((rule, at) => (at === index ? { ...rule, ...part } : rule)));
  const isChanged = JSON.stringify(rules) !== JSON.stringify(saved);
  const save = async () => {
    setBusy(true);
    await onSave(rules).catch(() => undefined);
    setBusy(false);
  };
  return (
    <Panel
      title="Masking"
      actions={
        <Button size="sm" variant="quiet" onClick={() => change([...rules, NEW])}>
          <Plus /> Add a rule
        </Button>
      }
    >
      <div className="flex flex-col gap-3 p-3">
        <p className="text-xs text-muted">
          Hidden before anything is stored: in properties, addresses of pages, clicked texts and person
          properties. Distinct IDs stay as they are.
        </p>
        {rules.map((rule, index) => (
          <div key={`${index}-${rules.length}`} className="flex flex-wrap items-center gap-1.5">
            <Select
              aria-label="What is hidden"
              value={rule.by}
              options={BY}
              onChange={(by) => set(index, { by, what: by === "value" ? "email" : "" })}
            />
            {rule.by === "value" ? (
              <Select
                aria-label="Kind of value"
                value={rule.what}
                options={KINDS}
                onChange={(what) => set(index, { what })}
              />
            ) : (
              <Input
                aria-label={rule.by === "name" ? "Names" : "Pattern"}
                value={rule.what}
                placeholder={rule.by === "name" ? "email, *phone*" : "sk_[a-z0-9]+"}
                onChange={(event) => set(index, { what: event.target.value })}
                className="w-48 font-mono text-xs"
              />
            )}
            <Select
              aria-label="What happens"
              value={rule.action}
              options={ACTIONS}
              onChange={(action) => set(index, { action })}
            />
            <Input
              aria-label="Only of this event"
              value={rule.event}
              placeholder="all events"
              onChange={(event) => set(index, { event: event.target.value })}
              className="w-32"
            />
            <Button
              size="icon-sm"
              variant="quiet"
              aria-label="Remove the rule"
              onClick={() => change(rules.filter((_, at) => at !== index))}
            >
              <Trash2 />
            </Button>
          </div>
        ))}
        {rules.length === 0 && <p className="text-sm text-muted">Nothing is hidden yet.</p>}
        <div className="flex flex-wrap items-center gap-2">
          <Button variant="primary" disabled={!isChanged} busy={busy} onClick={() => void save()}>
            Save rules
          </Button>
          <Button disabled={rules.length === 0} busy={preview.isPending} onClick={() => preview.mutate()}>
            <Eye /> Try on recent events
          </Button>
        </div>
        {preview.data && <Preview found={preview.data} />}
      </div>
    </Panel>
  );
}

function Preview({ found }: { readonly found: MaskingPreview }) {
  const { events, masked, values, telling_ids: telling, examples } = found;
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line bg-sunken p-3 text-sm">
      <p>
        Of the newest {exactNumber(events)} events of a week, {exactNumber(masked)} would have lost{" "}
        {exactNumber(values)} values.
      </p>
      {telling > 0 && (
        <p className="text-danger">
          {exactNumber(telling)} of them have a distinct ID with an “@”: identify people by a number instead.
        </p>
      )}
      {examples.map(({ event, before, after }, index) => (
        <div key={`${event}-${index.toString()}`} className="min-w-0">
          <div className="text-xs font-medium">{event}</div>
          {Object.keys(before).map((name) => (
            <div key={name} className="flex min-w-0 flex-wrap gap-x-2 font-mono text-xs">
              <span className="text-muted">{name}</span>
              <span className="break-all line-through">{show(before[name])}</span>
              <span className="break-all">{name in after ? show(after[name]) : "(dropped)"}</span>
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

const show = (value: unknown): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
};
