"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { ApiError, explainError } from "@/lib/api/error";
import { useProject } from "@/lib/project-context";
import { useSaveExperiment } from "@/products/experiments/api";
import { bodyOf, type ExperimentDraft, problemsOf } from "@/products/experiments/draft";
import { JudgingFields } from "@/products/experiments/judging/judging-fields";
import { newMetric } from "@/products/experiments/metric-draft";
import { MetricEditor } from "@/products/experiments/metric-editor";
import { Planner } from "@/products/experiments/planner";
import type { Experiment } from "@/products/experiments/types";
import { VariantsEditor } from "@/products/flags/editor/variants-editor";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input, Textarea } from "@/ui/input";
import { Panel } from "@/ui/page";
import { Switch } from "@/ui/switch";

interface ExperimentFormProps {
  readonly draft: ExperimentDraft;
  /** Null: a new one. */
  readonly experiment: Experiment | null;
  readonly onSaved: (experiment: Experiment) => void;
}

/** Hypothesis, variants, metrics and plan of an experiment on one page. */
export function ExperimentForm({ draft: initial, experiment, onSaved }: ExperimentFormProps) {
  const project = useProject();
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const save = useSaveExperiment(project.id, experiment?.id ?? null);
  const set = (part: Partial<ExperimentDraft>) => setDraft({ ...draft, ...part });
  const problems = problemsOf(draft);
  const shown = tried ? problems : {};
  const refusal = save.error instanceof ApiError ? save.error : null;
  const started = experiment !== null && experiment.status !== "draft";
  const primaries = draft.metrics.filter(({ role }) => role === "primary");
  const submit = () => {
    setTried(true);
    if (Object.keys(problems).length > 0) return;
    save.mutate(bodyOf(draft, experiment), { onSuccess: onSaved });
  };
  const errorAt = (attr: string) =>
    shown[attr] ?? (refusal?.attr?.startsWith(attr) ? refusal.message : undefined);
  return (
    <form
      className="flex max-w-4xl flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Panel title="What do you want to find out?">
        <div className="flex flex-col gap-3 p-3">
          <Field label="Name" error={errorAt("name")}>
            <Input
              value={draft.name}
              placeholder="Shorter checkout"
              onChange={(event) => set({ name: event.target.value })}
            />
          </Field>
          <Field label="Hypothesis" hint="If we … then … because …">
            <Textarea
              value={draft.hypothesis}
              placeholder="If the checkout is one page, more people finish it, because they see how little is left."
              onChange={(event) => set({ hypothesis: event.target.value })}
            />
          </Field>
        </div>
      </Panel>
      <Panel title="Who sees what?">
        <div className="flex flex-col gap-3 p-3">
          <Field
            label="Flag key"
            error={errorAt("feature_flag_key")}
            hint={
              experiment
                ? "The flag can't be changed."
                : "A new flag, off until you launch; or one that has a variant “control”."
            }
          >
            <Input
              className="max-w-md font-mono text-xs"
              value={draft.flagKey}
              disabled={experiment !== null}
              placeholder="shorter-checkout"
              onChange={(event) => set({ flagKey: event.target.value })}
            />
          </Field>
          {started ? (
            <p className="text-sm text-muted">
              Variants can't change once the experiment has started: people assigned before would not compare.
            </p>
          ) : (
            <VariantsEditor
              variants={draft.variants}
              errors={{}}
              onChange={(variants) => set({ variants })}
            />
          )}
          {errorAt("variants") && (
            <p role="alert" className="text-xs text-danger">
              {errorAt("variants")}
            </p>
          )}
          <span className="flex items-center gap-2 text-sm">
            <Switch
              checked={draft.noTestAccounts}
              aria-label="Leave test accounts out"
              onChange={(noTestAccounts) => set({ noTestAccounts })}
            />
            Leave test accounts out
          </span>
          {!started && (
            <span className="flex items-center gap-2 text-sm">
              <Switch checked={draft.isAA} aria-label="A/A test" onChange={(isAA) => set({ isAA })} />
              A/A test: every variant shows the same, so a difference means that counting is broken
            </span>
          )}
        </div>
      </Panel>
      <Panel
        title="What is success?"
        actions={
          <Button
            size="sm"
            onClick={() =>
              set({
                metrics: [
                  ...draft.metrics,
                  newMetric(
                    crypto.randomUUID?.() ?? String(Math.random()),
                    draft.metrics.length === 0 ? "primary" : "secondary",
                  ),
                ],
              })
            }
          >
            <Plus /> Add a metric
          </Button>
        }
      >
        <div className="flex flex-col gap-3 p-3">
          {draft.metrics.length === 0 && (
            <p className="text-sm text-muted">
              No metric yet. One primary metric decides; others explain or guard.
            </p>
          )}
          {draft.metrics.map((metric) => (
            <MetricEditor
              key={metric.id}
              metric={metric}
              onChange={(next) =>
                set({ metrics: draft.metrics.map((one) => (one.id === metric.id ? next : one)) })
              }
              onRemove={() => set({ metrics: draft.metrics.filter(({ id }) => id !== metric.id) })}
            />
          ))}
          {errorAt("metrics") && (
            <p role="alert" className="text-xs text-danger">
              {errorAt("metrics")}
            </p>
          )}
        </div>
      </Panel>
      <Panel title="How is it judged?">
        <JudgingFields judging={draft.judging} onChange={(judging) => set({ judging })} />
      </Panel>
      <Panel title="How long does it take?">
        <div className="p-3">
          {started ? (
            <p className="text-sm text-muted">The plan was fixed at the launch.</p>
          ) : (
            <Planner
              metric={primaries[0]}
              variants={draft.variants.length}
              primaries={primaries.length}
              plan={draft.plan}
              onPlan={(plan) => set({ plan })}
            />
          )}
        </div>
      </Panel>
      {save.error && (
        <p role="alert" className="text-sm text-danger">
          {explainError(save.error).headline} {explainError(save.error).detail}
        </p>
      )}
      <div className="flex items-center gap-2">
        <Button type="submit" variant="primary" busy={save.isPending}>
          {experiment ? "Save" : "Create the draft"}
        </Button>
        {tried && Object.keys(problems).length > 0 && (
          <span className="text-sm text-danger">Something is missing above.</span>
        )}
      </div>
    </form>
  );
}
