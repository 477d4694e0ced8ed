"use client";
import { type FormEvent, useState } from "react";
import { ApiError, explainError } from "@/lib/api/error";
import type { InsightDraft } from "@/products/insights/saved/api";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input, Textarea } from "@/ui/input";
import { TagInput } from "@/ui/tag-input";

interface SaveDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly start: { readonly name: string; readonly description: string; readonly tags: readonly string[] };
  /** Shown while the name is empty: what the query is called by itself. */
  readonly derivedName: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSave: (draft: InsightDraft) => void;
}

/** Name, description and tags of an insight. */
export function SaveDialog(props: SaveDialogProps) {
  return (
    <Dialog open={props.open} onOpenChange={props.onOpenChange} title={props.title}>
      <SaveForm {...props} />
    </Dialog>
  );
}

function SaveForm({ start, derivedName, busy, error, onSave }: SaveDialogProps) {
  const [name, setName] = useState(start.name);
  const [description, setDescription] = useState(start.description);
  const [tags, setTags] = useState(start.tags);
  const at = error instanceof ApiError ? (error.attr ?? "") : "";
  const message = error ? explainError(error).detail : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave({ name: name.trim(), derived_name: derivedName, description: description.trim(), tags });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Name" error={at === "name" ? message : undefined}>
        <Input
          autoFocus
          maxLength={400}
          placeholder={derivedName}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label="Description" error={at === "description" ? message : undefined}>
        <Textarea
          maxLength={400}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
      </Field>
      <Field label="Tags" error={at.startsWith("tags") ? message : undefined}>
        <TagInput tags={tags} onChange={setTags} />
      </Field>
      {message && !["name", "description"].includes(at) && !at.startsWith("tags") && (
        <p role="alert" className="text-sm text-danger">
          {message}
        </p>
      )}
      <Button type="submit" variant="primary" busy={busy} className="self-end">
        Save insight
      </Button>
    </form>
  );
}
