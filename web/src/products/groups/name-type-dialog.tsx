"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/lib/api/client";
import { explainError } from "@/lib/api/error";
import type { GroupType } from "@/lib/api/types";
import { useProject } from "@/lib/project-context";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

interface NameTypeDialogProps {
  readonly type: GroupType;
  readonly onClose: () => void;
}

/** What people call groups of a type; SDKs go on naming it as before. */
export function NameTypeDialog({ type, onClose }: NameTypeDialogProps) {
  const project = useProject();
  const client = useQueryClient();
  const [one, setOne] = useState(type.name_singular ?? "");
  const [many, setMany] = useState(type.name_plural ?? "");
  const save = useMutation({
    mutationFn: () =>
      api.patch(`/api/projects/${project.id}/groups_types/update_metadata/`, [
        {
          group_type_index: type.group_type_index,
          name_singular: one.trim() || null,
          name_plural: many.trim() || null,
        },
      ]),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["project", project.id] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Name groups of type “${type.group_type}”`}
      footer={
        <Button type="submit" form="name-type" variant="primary" busy={save.isPending}>
          Save
        </Button>
      }
    >
      <form id="name-type" onSubmit={submit} className="grid gap-4 sm:grid-cols-2">
        <Field label="One of them">
          <Input
            autoFocus
            maxLength={255}
            placeholder="Company"
            value={one}
            onChange={(event) => setOne(event.target.value)}
          />
        </Field>
        <Field label="Several of them">
          <Input
            maxLength={255}
            placeholder="Companies"
            value={many}
            onChange={(event) => setMany(event.target.value)}
          />
        </Field>
        {save.error && (
          <p role="alert" className="text-sm text-danger sm:col-span-2">
            {explainError(save.error).detail}
          </p>
        )}
      </form>
    </Dialog>
  );
}
