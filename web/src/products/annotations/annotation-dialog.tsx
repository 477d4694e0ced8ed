"use client";
import { type FormEvent, useState } from "react";
import { explainError } from "@/lib/api/error";
import { useProject } from "@/lib/project-context";
import { fromLocalField, toLocalField } from "@/lib/zoned-time";
import { type Annotation, type AnnotationScope, useWriteAnnotation } from "@/products/annotations/api";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input, Textarea } from "@/ui/input";
import { Select } from "@/ui/select";

interface AnnotationDialogProps {
  readonly annotation: Annotation | "new";
  readonly onClose: () => void;
}

/** A note on a moment: what happened, when, and on which charts it is shown. */
export function AnnotationDialog({ annotation, onClose }: AnnotationDialogProps) {
  const project = useProject();
  const write = useWriteAnnotation(project.id);
  const old = annotation === "new" ? null : annotation;
  const [content, setContent] = useState(old?.content ?? "");
  const [when, setWhen] = useState(() => toLocalField(old?.date_marker ?? Date.now(), project.timezone));
  const [scope, setScope] = useState<AnnotationScope>(old?.scope ?? "project");
  const moment = fromLocalField(when, project.timezone);
  // One that stands on an insight or dashboard keeps its place; its page moves it.
  const movable = scope === "project" || scope === "organization";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!moment || !content.trim()) return;
    write.mutate(
      { id: old?.id ?? null, body: { content, date_marker: moment, ...(movable ? { scope } : {}) } },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={old ? "Edit annotation" : "New annotation"}
      footer={
        <Button
          type="submit"
          form="annotation"
          variant="primary"
          busy={write.isPending}
          disabled={!content.trim() || !moment}
        >
          {old ? "Save" : "Add annotation"}
        </Button>
      }
    >
      <form id="annotation" onSubmit={submit} className="flex flex-col gap-4">
        <Field label="What happened?">
          <Textarea
            autoFocus
            maxLength={8192}
            placeholder="Released 2.0, campaign started, pricing page changed"
            value={content}
            onChange={(event) => setContent(event.target.value)}
          />
        </Field>
        <Field
          label="When"
          hint={`In the project's time zone, ${project.timezone}.`}
          error={moment ? undefined : "Choose a day and a time."}
        >
          <Input
            type="datetime-local"
            className="w-60"
            value={when}
            onChange={(event) => setWhen(event.target.value)}
          />
        </Field>
        {movable && (
          <Field label="Shown on">
            <Select<AnnotationScope>
              value={scope}
              onChange={setScope}
              options={[
                { value: "project", label: "Charts of this project" },
                { value: "organization", label: "Charts of every project of the organisation" },
              ]}
            />
          </Field>
        )}
        {write.error && (
          <p role="alert" className="text-sm text-danger">
            {explainError(write.error).detail}
          </p>
        )}
      </form>
    </Dialog>
  );
}
