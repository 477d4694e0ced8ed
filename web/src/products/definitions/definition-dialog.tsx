"use client";
import { type FormEvent, useState } from "react";
import { explainError } from "@/lib/api/error";
import { useProject } from "@/lib/project-context";
import { useDescribe } from "@/products/definitions/api";
import {
  type Definition,
  type DefinitionKind,
  PROPERTY_TYPES,
  type PropertyType,
} from "@/products/definitions/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/input";
import { Select } from "@/ui/select";
import { Switch } from "@/ui/switch";
import { TagInput } from "@/ui/tag-input";
import { toast } from "@/ui/toast";

interface DefinitionDialogProps {
  readonly kind: DefinitionKind;
  readonly definition: Definition;
  readonly onClose: () => void;
}

/** What an event or property means, and whether people should use it. */
export function DefinitionDialog({ kind, definition, onClose }: DefinitionDialogProps) {
  const project = useProject();
  const describe = useDescribe(project.id, kind);
  const [description, setDescription] = useState(definition.description ?? "");
  const [tags, setTags] = useState(definition.tags ?? []);
  const [verified, setVerified] = useState(definition.verified ?? false);
  const [hidden, setHidden] = useState(definition.hidden ?? false);
  const typed = "property_type" in definition;
  const [type, setType] = useState<PropertyType | "unknown">(
    (typed && definition.property_type) || "unknown",
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const propertyType = typed ? { property_type: type === "unknown" ? null : type } : {};
    describe.mutate(
      { id: definition.id, change: { description, tags, verified, hidden, ...propertyType } },
      {
        onSuccess: () => {
          toast.success(`${definition.name} is described.`);
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={definition.name}
      footer={
        <Button type="submit" form="definition" variant="primary" busy={describe.isPending}>
          Save
        </Button>
      }
    >
      <form id="definition" onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Description" hint="When it is sent and what it means.">
          <Textarea autoFocus value={description} onChange={(event) => setDescription(event.target.value)} />
        </Field>
        <Field label="Tags" hint="Enter or a comma ends a tag.">
          <TagInput tags={tags} onChange={setTags} />
        </Field>
        {typed && (
          <Field label="Type" hint="Learnt from the data; say otherwise if it is wrong.">
            <Select<PropertyType | "unknown">
              value={type}
              onChange={setType}
              options={[{ value: "unknown", label: "Not known" }, ...PROPERTY_TYPES]}
            />
          </Field>
        )}
        <Choice
          label="Verified"
          text="The team vouches for it. Verified names come first in lists."
          checked={verified}
          onChange={(next) => {
            setVerified(next);
            if (next) setHidden(false);
          }}
        />
        <Choice
          label="Hidden"
          text="Lists for choosing no longer offer it. Its data stays and can be asked for by name."
          checked={hidden}
          onChange={(next) => {
            setHidden(next);
            if (next) setVerified(false);
          }}
        />
        {describe.error && (
          <p role="alert" className="text-sm text-danger">
            {explainError(describe.error).detail}
          </p>
        )}
      </form>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly text: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Choice({ label, text, checked, onChange }: ChoiceProps) {
  return (
    <div className="flex items-start gap-3">
      <Switch checked={checked} onChange={onChange} aria-label={label} className="mt-0.5" />
      <span className="text-sm">
        <span className="font-medium">{label}</span>
        <span className="block text-xs text-muted">{text}</span>
      </span>
    </div>
  );
}
