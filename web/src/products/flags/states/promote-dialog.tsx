"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useProject } from "@/lib/project-context";
import { isWaiting, stateDiffQuery, useStateWrite } from "@/products/flags/states/api";
import { StateChanges } from "@/products/flags/states/state-changes";
import type { FlagPlace, StatePart } from "@/products/flags/states/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { ToggleGroup } from "@/ui/toggle-group";

interface PromoteDialogProps {
  readonly flagId: number;
  readonly from: FlagPlace;
  readonly places: readonly FlagPlace[];
  readonly onClose: () => void;
}

type What = "all" | StatePart;

/** Carries one environment's state over to another; shows what that changes there first. */
export function PromoteDialog({ flagId, from, places, onClose }: PromoteDialogProps) {
  const project = useProject();
  const targets = places.filter((place) => place.environment_id !== from.environment_id);
  const first = targets.find((place) => place.is_default) ?? targets[0];
  const [to, setTo] = useState(first?.environment_id ?? 0);
  const [what, setWhat] = useState<What>("all");
  const diff = useQuery({ ...stateDiffQuery(project.id, flagId, from.environment_id, to), staleTime: 0 });
  const write = useStateWrite(project.id, flagId);
  const target = targets.find((place) => place.environment_id === to);
  const changes = (diff.data?.changes ?? []).filter(
    ({ field }) => what === "all" || (field === "active") === (what === "active"),
  );
  const name = target?.name ?? "";
  const promote = () =>
    write.mutate(
      {
        kind: "promote",
        from: from.environment_id,
        to,
        parts: what === "all" ? ["active", "filters"] : [what],
      },
      {
        onSuccess: () => {
          toast.success(`${name} has the state of ${from.name}.`);
          onClose();
        },
        onError: (error) => {
          if (!isWaiting(error)) return void toast.error(`${name} could not be changed.`, error);
          toast.success(error.message);
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Promote ${from.name}`}
      description="The other environment gets the flag's state of this one."
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            busy={write.isPending}
            disabled={!diff.data || diff.isFetching || changes.length === 0}
            onClick={promote}
          >
            Promote to {name}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="To">
          <Select
            value={String(to)}
            onChange={(value) => setTo(Number(value))}
            options={targets.map((place) => ({ value: String(place.environment_id), label: place.name }))}
          />
        </Field>
        <ToggleGroup<What>
          label="What to carry over"
          value={what}
          onChange={setWhat}
          className="self-start"
          options={[
            { value: "all", label: "Everything" },
            { value: "active", label: "Switch" },
            { value: "filters", label: "Conditions" },
          ]}
        />
        <section aria-label={`What changes in ${name}`} aria-live="polite">
          {diff.error ? (
            <ErrorState className="m-0" error={diff.error} onRetry={() => void diff.refetch()} />
          ) : !diff.data ? (
            <SkeletonRows rows={3} />
          ) : changes.length === 0 ? (
            <p className="text-sm text-muted">Nothing to carry over: {name} has this already.</p>
          ) : (
            <StateChanges changes={changes} />
          )}
        </section>
      </div>
    </Dialog>
  );
}
