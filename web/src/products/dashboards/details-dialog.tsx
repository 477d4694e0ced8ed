"use client";
import { type FormEvent, useState } from "react";
import { useProject } from "@/lib/project-context";
import { useChangeDashboard } from "@/products/dashboards/api";
import type { Dashboard } from "@/products/dashboards/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input, Textarea } from "@/ui/input";
import { TagInput } from "@/ui/tag-input";

/** Name, description and tags of a dashboard. */
export function DetailsDialog({
  dashboard,
  onClose,
}: {
  readonly dashboard: Dashboard;
  readonly onClose: () => void;
}) {
  const project = useProject();
  const change = useChangeDashboard(project.id, dashboard.id);
  const [name, setName] = useState(dashboard.name);
  const [description, setDescription] = useState(dashboard.description);
  const [tags, setTags] = useState(dashboard.tags);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { body: { name, description, tags }, what: "The dashboard could not be changed." },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Name and tags"
      footer={
        <Button
          type="submit"
          form="details"
          variant="primary"
          busy={change.isPending}
          disabled={!name.trim()}
        >
          Save
        </Button>
      }
    >
      <form id="details" onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name">
          <Input autoFocus maxLength={400} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Description">
          <Textarea value={description} onChange={(event) => setDescription(event.target.value)} />
        </Field>
        <Field label="Tags" hint="Enter or a comma ends a tag.">
          <TagInput tags={tags} onChange={setTags} />
        </Field>
      </form>
    </Dialog>
  );
}
