"use client";
import { useState } from "react";
import { explainError } from "@/lib/api/error";
import { useProject } from "@/lib/project-context";
import { useStep } from "@/products/experiments/api";
import type { Conclusion, Experiment } from "@/products/experiments/types";
import { CONCLUSIONS } from "@/products/experiments/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/input";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

const NOBODY = " ";

interface EndDialogProps {
  readonly experiment: Experiment;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The variant that is offered to be shipped. */
  readonly variant?: string;
}

/** Ends an experiment: what it showed, what was learned, and which variant everyone gets. */
export function EndDialog({ experiment, open, onOpenChange, variant }: EndDialogProps) {
  const project = useProject();
  const [conclusion, setConclusion] = useState<Conclusion>(variant ? "won" : "inconclusive");
  const [learned, setLearned] = useState("");
  const [shipped, setShipped] = useState(variant ?? NOBODY);
  const step = useStep(project.id, experiment.id);
  const variants = experiment.parameters.feature_flag_variants ?? [];
  const ends = () => {
    const ending = { conclusion, conclusion_comment: learned.trim() || null };
    const what =
      shipped === NOBODY
        ? { step: "end", body: ending }
        : { step: "ship_variant", body: { ...ending, variant_key: shipped } };
    step.mutate(what, {
      onSuccess: () => {
        onOpenChange(false);
        toast.success(shipped === NOBODY ? "The experiment has ended." : `Everyone gets ${shipped} now.`);
      },
    });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="End the experiment"
      description="Results stay. The flag changes only when you ship a variant."
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button variant="primary" busy={step.isPending} onClick={ends}>
            {shipped === NOBODY ? "End it" : `Ship ${shipped}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label="What did it show?">
          <Select<Conclusion>
            value={conclusion}
            options={Object.entries(CONCLUSIONS).map(([value, label]) => ({
              value: value as Conclusion,
              label,
            }))}
            onChange={setConclusion}
          />
        </Field>
        <Field label="What did you learn?" hint="Whoever has this idea again will find it here.">
          <Textarea value={learned} onChange={(event) => setLearned(event.target.value)} />
        </Field>
        <Field label="Who gets what from now on?">
          <Select
            value={shipped}
            options={[
              { value: NOBODY, label: "Leave the flag as it is" },
              ...variants.map(({ key }) => ({ value: key, label: `Everyone gets ${key}` })),
            ]}
            onChange={setShipped}
          />
        </Field>
        {step.error && (
          <p role="alert" className="text-sm text-danger">
            {explainError(step.error).detail}
          </p>
        )}
      </div>
    </Dialog>
  );
}
