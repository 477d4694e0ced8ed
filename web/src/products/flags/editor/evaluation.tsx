"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { useProject } from "@/lib/project-context";
import type { FlagDraft, Runtime } from "@/products/flags/draft";
import { holdoutListQuery, shareOf } from "@/products/flags/holdouts/api";
import { Field } from "@/ui/field";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { Switch } from "@/ui/switch";
import { TagInput } from "@/ui/tag-input";

interface EvaluationProps {
  readonly draft: FlagDraft;
  readonly onChange: (part: Partial<FlagDraft>) => void;
}

const RUNTIMES: readonly { value: Runtime; label: string }[] = [
  { value: "all", label: "browser and server" },
  { value: "client", label: "browser only" },
  { value: "server", label: "server only" },
];

/** Where it is asked for, what percentages go by, and who is kept out. */
export function Evaluation({ draft, onChange }: EvaluationProps) {
  const isGrouped = draft.rest.aggregation_group_type_index != null;
  const rest = (part: FlagDraft["rest"]) => onChange({ rest: { ...draft.rest, ...part } });
  return (
    <Panel title="How it is evaluated">
      <div className="grid gap-4 p-3 sm:grid-cols-2">
        <Field label="Evaluated in" hint="Callers of the other kind don't get to see it.">
          <Select<Runtime>
            value={draft.runtime}
            options={RUNTIMES}
            onChange={(runtime) => onChange({ runtime })}
            className="w-full"
          />
        </Field>
        <Field label="Contexts" hint="Only for callers that name one of them. None: for all callers.">
          <TagInput tags={draft.contexts} onChange={(contexts) => onChange({ contexts })} />
        </Field>
        {!isGrouped && (
          <Field label="Percentages go by" hint="By device: the same before and after log-in, on one device.">
            <Select
              value={draft.device ? "device" : "person"}
              options={[
                { value: "person", label: "person" },
                { value: "device", label: "device" },
              ]}
              onChange={(by) => onChange({ device: by === "device" })}
              className="w-full"
            />
          </Field>
        )}
        <Holdout draft={draft} onChange={rest} />
        {!isGrouped && !draft.device && (
          <Choice
            checked={draft.continuity}
            onChange={(continuity) => onChange({ continuity })}
            label="Keep the answer across log-in"
            hint="A person keeps what they got while anonymous. Needs a lookup of stored data."
          />
        )}
        <Choice
          checked={draft.rest.early_exit === true}
          onChange={(early_exit) => rest({ early_exit })}
          label="Stop at the first condition that fits"
          hint="Whoever fits a condition but is outside its percentage gets nothing from later ones."
        />
      </div>
    </Panel>
  );
}

interface ChoiceProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
  readonly hint: ReactNode;
}

function Choice({ checked, onChange, label, hint }: ChoiceProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-2.5">
      <Switch id={id} checked={checked} onChange={onChange} />
      <label htmlFor={id} className="text-sm">
        {label}
        <span className="block text-xs text-muted">{hint}</span>
      </label>
    </div>
  );
}

function Holdout({
  draft,
  onChange,
}: {
  readonly draft: FlagDraft;
  readonly onChange: (part: FlagDraft["rest"]) => void;
}) {
  const project = useProject();
  const { data } = useQuery(holdoutListQuery(project.id));
  const holdouts = data?.results ?? [];
  const chosen = draft.rest.holdout?.id ?? null;
  if (holdouts.length === 0 && chosen === null) return null;
  return (
    <Field label="Holdout" hint="These people get none of the experiments that share the holdout.">
      <Select
        value={String(chosen ?? "none")}
        options={[
          { value: "none", label: "nobody is held out" },
          ...holdouts.map((holdout) => ({
            value: String(holdout.id),
            label: `${holdout.name} (${shareOf(holdout)} %)`,
          })),
        ]}
        onChange={(value) => {
          const holdout = holdouts.find(({ id }) => String(id) === value);
          onChange({ holdout: holdout ? { id: holdout.id, exclusion_percentage: shareOf(holdout) } : null });
        }}
        className="w-full"
      />
    </Field>
  );
}
