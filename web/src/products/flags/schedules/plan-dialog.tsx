"use client";
import { INTERVALS } from "@edgewise/core/flags/schedule/recurrence.ts";
import { useState } from "react";
import { useProject } from "@/lib/project-context";
import { toLocalField } from "@/lib/zoned-time";
import { useAddSchedule } from "@/products/flags/schedules/api";
import {
  emptyPlan,
  type PlanDraft,
  type PlanErrors,
  type PlanKind,
  planErrors,
  toSchedule,
} from "@/products/flags/schedules/draft";
import { RolloutFields } from "@/products/flags/schedules/rollout-fields";
import type { Flag } from "@/products/flags/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

interface PlanDialogProps {
  readonly flag: Flag;
  /** Name of the environment that the change is for. */
  readonly place: string;
  readonly onClose: () => void;
}

const KINDS: readonly { value: PlanKind; label: string }[] = [
  { value: "on", label: "Switch on" },
  { value: "off", label: "Switch off" },
  { value: "rollout", label: "Set the rollout" },
  { value: "ramp", label: "Ramp: widen step by step" },
];

const REPEATS = [
  { value: "once", label: "Never" },
  ...INTERVALS.map((value) => ({ value, label: `${value[0]?.toUpperCase()}${value.slice(1)}` })),
  { value: "cron", label: "By cron expression" },
];

const HOUR_MS = 3_600_000;

/** Plans a change of the flag in this environment. */
export function PlanDialog({ flag, place, onClose }: PlanDialogProps) {
  const { id, timezone } = useProject();
  const [draft, setDraft] = useState(() => emptyPlan(toLocalField(Date.now() + HOUR_MS, timezone)));
  const [errors, setErrors] = useState<PlanErrors>({});
  const add = useAddSchedule(id, flag.id);
  const change = (part: Partial<PlanDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    setErrors({});
  };
  const submit = () => {
    const found = planErrors(draft, timezone, Date.now());
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    add.mutate(toSchedule(draft, flag.id, timezone), {
      onSuccess: () => {
        toast.success("The change is planned.");
        onClose();
      },
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Plan a change"
      description={`For ${flag.key} in ${place}. Times are in ${timezone}.`}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Close
          </Button>
          <Button variant="primary" busy={add.isPending} onClick={submit}>
            Plan it
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="What happens">
          <Select<PlanKind> value={draft.kind} options={KINDS} onChange={(kind) => change({ kind })} />
        </Field>
        <RolloutFields draft={draft} errors={errors} conditions={flag.filters.groups} onChange={change} />
        <Field label={draft.kind === "ramp" || draft.repeat !== "once" ? "First" : "When"} error={errors.at}>
          <Input
            type="datetime-local"
            value={draft.at}
            onChange={({ target }) => change({ at: target.value })}
          />
        </Field>
        {draft.kind !== "ramp" && (
          <Field label="Repeats">
            <Select value={draft.repeat} options={REPEATS} onChange={(repeat) => change({ repeat })} />
          </Field>
        )}
        {draft.kind !== "ramp" && draft.repeat === "cron" && (
          <Field
            label="Cron expression"
            hint="Minute, hour, day, month, weekday, in UTC."
            error={errors.cron}
          >
            <Input
              className="font-mono"
              placeholder="0 9 * * 1-5"
              value={draft.cron}
              onChange={({ target }) => change({ cron: target.value })}
            />
          </Field>
        )}
        {draft.kind !== "ramp" && draft.repeat !== "once" && (
          <Field label="Until (optional)" error={errors.until}>
            <Input
              type="datetime-local"
              value={draft.until}
              onChange={({ target }) => change({ until: target.value })}
            />
          </Field>
        )}
        {add.error && <ErrorState className="m-0" title="The change is not planned." error={add.error} />}
      </div>
    </Dialog>
  );
}
