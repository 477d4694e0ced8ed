"use client";
import { Trash2 } from "lucide-react";
import type { Matching, Step } from "@/products/actions/types";
import { FilterList } from "@/products/filters/filter-list";
import { EventSelect } from "@/products/taxonomy/event-select";
import { useQuerySources } from "@/products/taxonomy/queries";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { ToggleGroup } from "@/ui/toggle-group";

type Kind = "event" | "$autocapture" | "$pageview" | "any";

interface StepEditorProps {
  readonly step: Step;
  readonly number: number;
  readonly onChange: (step: Step) => void;
  /** Absent: the only step stays. */
  readonly onRemove?: (() => void) | undefined;
  readonly error?: string | undefined;
}

/** One way to do an action: an event and what must be true of it. */
export function StepEditor({ step, number, onChange, onRemove, error }: StepEditorProps) {
  const sources = useQuerySources();
  const kind = kindOf(step);
  const set = (part: Partial<Step>) => onChange({ ...step, ...part });
  return (
    <Panel
      title={number === 1 ? "Counts when" : "or when"}
      actions={
        onRemove && (
          <Button size="icon-sm" variant="quiet" aria-label={`Remove way ${number}`} onClick={onRemove}>
            <Trash2 />
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3 p-3">
        <div className="max-w-full overflow-x-auto">
          <ToggleGroup<Kind>
            label={`Kind of event of way ${number}`}
            value={kind}
            onChange={(next) => set({ event: next === "any" ? null : next === "event" ? "" : next })}
            options={[
              { value: "event", label: "Event" },
              { value: "$autocapture", label: "Click or input" },
              { value: "$pageview", label: "Page view" },
              { value: "any", label: "Anything" },
            ]}
          />
        </div>
        {kind === "event" && (
          <Field label="Event" className="max-w-sm">
            <EventSelect value={step.event ?? ""} onChange={(event) => set({ event })} />
          </Field>
        )}
        {kind === "$autocapture" && (
          <>
            <Matched
              label="Text of the element"
              placeholder="Sign up"
              value={step.text}
              matching={step.text_matching ?? "exact"}
              onChange={(text, text_matching) => set({ text, text_matching })}
            />
            <Matched
              label="Where its link leads"
              placeholder="/pricing"
              value={step.href}
              matching={step.href_matching ?? "exact"}
              onChange={(href, href_matching) => set({ href, href_matching })}
            />
            <Field
              label="CSS selector"
              hint="The element itself or one around it: .toolbar > button[data-attr=&quot;save&quot;]"
            >
              <Input
                className="font-mono text-xs"
                spellCheck={false}
                value={step.selector ?? ""}
                onChange={(event) => set({ selector: event.target.value || null })}
              />
            </Field>
            <Field label="Tag" className="w-40">
              <Input
                className="font-mono text-xs"
                placeholder="button"
                spellCheck={false}
                value={step.tag_name ?? ""}
                onChange={(event) => set({ tag_name: event.target.value || null })}
              />
            </Field>
          </>
        )}
        <Matched
          label="URL of the page"
          placeholder="/checkout"
          value={step.url}
          matching={step.url_matching ?? "contains"}
          onChange={(url, url_matching) => set({ url, url_matching })}
        />
        <FilterList
          filters={step.properties}
          onChange={(properties) => set({ properties })}
          sources={sources}
          audience="queries"
          addLabel="Filter by property"
        />
        {error && (
          <p role="alert" className="text-sm text-danger">
            {error}
          </p>
        )}
      </div>
    </Panel>
  );
}

function kindOf({ event }: Step): Kind {
  if (event === null) return "any";
  return event === "$autocapture" || event === "$pageview" ? event : "event";
}

interface MatchedProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string | null;
  readonly matching: Matching;
  readonly onChange: (value: string | null, matching: Matching | null) => void;
}

function Matched({ label, placeholder, value, matching, onChange }: MatchedProps) {
  return (
    <div className="flex items-end gap-1.5">
      <Select<Matching>
        aria-label={`How to compare: ${label}`}
        value={matching}
        onChange={(next) => onChange(value, next)}
        options={[
          { value: "exact", label: "is" },
          { value: "contains", label: "contains" },
          { value: "regex", label: "matches" },
        ]}
        className="w-28 shrink-0"
      />
      <Field label={label} className="min-w-0 flex-1">
        <Input
          placeholder={placeholder}
          spellCheck={false}
          value={value ?? ""}
          onChange={(event) => onChange(event.target.value || null, event.target.value ? matching : null)}
        />
      </Field>
    </div>
  );
}
