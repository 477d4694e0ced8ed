"use client";
import { useQuery } from "@tanstack/react-query";
import { useProject } from "@/lib/project-context";
import { type Engine, type Judging, problemOfJudging } from "@/products/experiments/judging/settings";
import { holdoutListQuery, shareOf } from "@/products/flags/holdouts/api";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { Switch } from "@/ui/switch";

const ENGINES: readonly { readonly value: Engine; readonly label: string; readonly hint: string }[] = [
  {
    value: "planned_sequential",
    label: "Sequential, by the plan",
    hint: "Look whenever you like: false alarms stay within the limit. Strongest at the planned number of people.",
  },
  {
    value: "asymp_cs",
    label: "Sequential, without a plan",
    hint: "Look whenever you like, run as long as you like. Needs more people for the same effect.",
  },
  {
    value: "fixed",
    label: "One look, at the plan",
    hint: "The classic test: valid once, when the planned number of people is reached. No verdict before.",
  },
];

interface JudgingFieldsProps {
  readonly judging: Judging;
  readonly onChange: (judging: Judging) => void;
}

/** The statistics of an experiment, each choice with what it means. */
export function JudgingFields({ judging, onChange }: JudgingFieldsProps) {
  const project = useProject();
  const { data } = useQuery(holdoutListQuery(project.id));
  const holdouts = data?.results ?? [];
  const set = (part: Partial<Judging>) => onChange({ ...judging, ...part });
  const problem = problemOfJudging(judging);
  return (
    <div className="flex flex-col gap-4 p-3">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Rule" hint={ENGINES.find(({ value }) => value === judging.engine)?.hint}>
          <Select<Engine>
            className="w-full"
            value={judging.engine}
            options={ENGINES.map(({ value, label }) => ({ value, label }))}
            onChange={(engine) => set({ engine })}
          />
        </Field>
        <Field
          label="False alarms, in percent"
          hint="How often a change without effect may be called one. With several metrics each p-value is raised for it: primary ones by Holm, secondary ones by Benjamini–Hochberg."
        >
          <Input
            type="number"
            min={0.1}
            max={50}
            step="any"
            value={Number.isNaN(judging.alpha) ? "" : judging.alpha}
            onChange={({ target }) => set({ alpha: target.valueAsNumber })}
          />
        </Field>
        {(holdouts.length > 0 || judging.holdoutId !== null) && (
          <Field label="Holdout" hint="These people get none of the experiments that share it.">
            <Select
              className="w-full"
              value={String(judging.holdoutId ?? "none")}
              options={[
                { value: "none", label: "nobody is held out" },
                ...holdouts.map((holdout) => ({
                  value: String(holdout.id),
                  label: `${holdout.name} (${shareOf(holdout)} %)`,
                })),
              ]}
              onChange={(value) => set({ holdoutId: value === "none" ? null : Number(value) })}
            />
          </Field>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3 text-sm">
        <span className="flex items-center gap-2">
          <Switch
            checked={judging.cuped}
            aria-label="Use the past to reduce noise (CUPED)"
            onChange={(cuped) => set({ cuped })}
          />
          Use the past to reduce noise (CUPED)
        </span>
        {judging.cuped && (
          <span className="flex items-center gap-1.5 text-muted">
            the
            <Input
              type="number"
              min={1}
              max={90}
              className="w-16 text-right"
              aria-label="Days of the past"
              value={Number.isNaN(judging.lookback) ? "" : judging.lookback}
              onChange={({ target }) => set({ lookback: target.valueAsNumber })}
            />
            days before exposure
          </span>
        )}
        <span className="flex items-center gap-2">
          <Switch
            checked={judging.keepsFirst}
            aria-label="Who saw several variants stays with the first"
            onChange={(keepsFirst) => set({ keepsFirst })}
          />
          Who saw several variants stays with the first, instead of being left out
        </span>
      </div>
      {problem && (
        <p role="alert" className="text-xs text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
