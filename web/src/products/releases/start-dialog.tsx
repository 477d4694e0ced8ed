"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { projectPath, useProjectContext } from "@/lib/project-context";
import { summarizeRollout } from "@/products/flags/summary";
import type { Flag } from "@/products/flags/types";
import { useReleaseWrite } from "@/products/releases/api";
import { newDraft, problemOf, type ReleaseDraft, toRelease } from "@/products/releases/draft";
import { GuardFields } from "@/products/releases/guard-fields";
import { MoreFields } from "@/products/releases/more-fields";
import { StageFields } from "@/products/releases/stage-fields";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

interface StartDialogProps {
  readonly flag: Flag;
  /** A planned ramp that the release takes the place of: its number, and what it does. */
  readonly ramp?: { readonly id: number; readonly text: string };
  readonly onClose: () => void;
}

/** Sets up a guarded release and starts it. */
export function StartDialog({ flag, ramp, onClose }: StartDialogProps) {
  const { project, me } = useProjectContext();
  const router = useRouter();
  const write = useReleaseWrite(project.id);
  const now = flag.active ? (flag.filters.groups[0]?.rollout_percentage ?? 100) : 0;
  const [draft, setDraft] = useState(() => newDraft(now < 100 ? now : 0, me.email));
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<ReleaseDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    setProblem(null);
  };
  const conditions = flag.filters.groups;
  const start = () => {
    const found = problemOf(draft);
    setProblem(found);
    if (found !== null) return;
    write.mutate(
      { kind: "start", flagId: flag.id, body: toRelease(draft, ramp?.id) },
      {
        onSuccess: (release) => {
          toast.success(`${flag.key} goes to ${release.stages[0]?.rollout_percentage} %, guarded.`);
          router.push(projectPath(project.id, `/releases/${release.id}`));
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Release ${flag.key}, guarded`}
      description="People with the flag are compared with those without it every minute. On proven harm it rolls back by itself."
      className="w-[min(42rem,calc(100vw-1rem))]"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Close
          </Button>
          <Button variant="primary" busy={write.isPending} onClick={start}>
            {ramp ? "Start now, guarded" : `Start at ${draft.stages[0]?.percent || "…"} %`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {!ramp && conditions.length > 1 && (
          <Field label="Of which condition">
            <Select
              value={draft.condition}
              onChange={(condition) => change({ condition })}
              options={[...conditions.entries()].map(([index, group]) => ({
                value: String(index),
                label: `${index + 1}: ${summarizeRollout({ groups: [group] })}`.slice(0, 60),
              }))}
            />
          </Field>
        )}
        <section aria-label="Steps" className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold">Steps</h3>
          {ramp ? (
            <p className="text-sm text-muted">
              {ramp.text}. The first step is taken now; the plan is replaced.
            </p>
          ) : (
            <StageFields stages={draft.stages} onChange={(stages) => change({ stages })} />
          )}
        </section>
        <section aria-label="Guard-rails" className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold">Guard-rails</h3>
          <GuardFields guards={draft.guards} onChange={(guards) => change({ guards })} />
        </section>
        <MoreFields draft={draft} onChange={change} />
        {problem && (
          <p role="alert" className="text-sm text-danger">
            {problem}
          </p>
        )}
        {write.error && (
          <ErrorState className="m-0" title="The release was not started." error={write.error} />
        )}
      </div>
    </Dialog>
  );
}
