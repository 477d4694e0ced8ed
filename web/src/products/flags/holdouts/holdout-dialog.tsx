"use client";
import { useState } from "react";
import { useProject } from "@/lib/project-context";
import { type Holdout, shareOf, useDeleteHoldout, useSaveHoldout } from "@/products/flags/holdouts/api";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input, Textarea } from "@/ui/input";
import { toast } from "@/ui/toast";

interface HoldoutDialogProps {
  /** null: a new one. */
  readonly holdout: Holdout | null;
  /** Keys of the flags that have it. */
  readonly flags: readonly string[];
  readonly onClose: () => void;
}

/** Creates, changes or deletes a holdout. */
export function HoldoutDialog({ holdout, flags, onClose }: HoldoutDialogProps) {
  const project = useProject();
  const save = useSaveHoldout(project.id);
  const remove = useDeleteHoldout(project.id);
  const [name, setName] = useState(holdout?.name ?? "");
  const [description, setDescription] = useState(holdout?.description ?? "");
  const [share, setShare] = useState(holdout ? shareOf(holdout) : 5);
  const isGood = share >= 0 && share <= 100;
  const submit = () =>
    save.mutate(
      { id: holdout?.id ?? null, name: name.trim(), description, filters: [{ rollout_percentage: share }] },
      {
        onSuccess: () => {
          toast.success(
            holdout ? "Saved: it holds in every flag that has it." : `${name.trim()} is created.`,
          );
          onClose();
        },
        onError: (error) => toast.error("It could not be saved.", error),
      },
    );
  const onDelete = () =>
    remove.mutate(holdout!.id, {
      onSuccess: () => {
        toast.success(`${holdout!.name} is deleted.`);
        onClose();
      },
      onError: (error) => toast.error("It could not be deleted.", error),
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={holdout ? holdout.name : "New holdout"}
      description="Who is held out is decided by person, the same for every flag that has the holdout."
      footer={
        <>
          {holdout && (
            <Button variant="danger" className="mr-auto" busy={remove.isPending} onClick={onDelete}>
              {flags.length > 0 ? `Delete, and from ${flags.length} flags` : "Delete"}
            </Button>
          )}
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            busy={save.isPending}
            disabled={name.trim() === "" || !isGood}
            onClick={submit}
          >
            {holdout ? "Save" : "Create"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Name">
          <Input autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Description">
          <Textarea value={description} onChange={(event) => setDescription(event.target.value)} />
        </Field>
        <Field
          label="Held out, in percent"
          error={isGood ? undefined : "Between 0 and 100."}
          hint={
            flags.length > 0
              ? `Changing it moves people in ${flags.join(", ")}: running experiments count them anew.`
              : "Few are enough: 1 to 10 percent."
          }
        >
          <Input
            type="number"
            min={0}
            max={100}
            step="any"
            value={Number.isNaN(share) ? "" : share}
            onChange={(event) => setShare(event.target.valueAsNumber)}
          />
        </Field>
      </div>
    </Dialog>
  );
}
