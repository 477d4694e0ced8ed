"use client";
import { X } from "lucide-react";
import { useId, useState } from "react";
import type { FlagDraft } from "@/products/flags/draft";
import type { FieldErrors } from "@/products/flags/validate-draft";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { Switch } from "@/ui/switch";

interface BasicsProps {
  readonly draft: FlagDraft;
  readonly onChange: (part: Partial<FlagDraft>) => void;
  readonly errors: FieldErrors;
  readonly isNew: boolean;
}

/** Key, description, tags and the switch. */
export function Basics({ draft, onChange, errors, isNew }: BasicsProps) {
  const id = useId();
  return (
    <Panel>
      <div className="grid gap-4 p-3 sm:grid-cols-2">
        <Field
          label="Key"
          error={errors.key}
          hint={
            isNew
              ? "What code asks for. Letters, digits, “-” and “_”."
              : "Renaming it changes the answer for code that asks for the old key."
          }
        >
          <Input
            className="font-mono text-xs"
            autoFocus={isNew}
            autoComplete="off"
            spellCheck={false}
            value={draft.key}
            onChange={(event) => onChange({ key: event.target.value.replaceAll(" ", "-") })}
          />
        </Field>
        <Field label="Description" error={errors.name}>
          <Input value={draft.name} onChange={(event) => onChange({ name: event.target.value })} />
        </Field>
        <Tags tags={draft.tags} onChange={(tags) => onChange({ tags })} error={errors.tags} />
        <div className="flex items-center gap-2.5">
          <Switch id={`${id}-active`} checked={draft.active} onChange={(active) => onChange({ active })} />
          <label htmlFor={`${id}-active`} className="text-sm">
            {draft.active ? "On" : "Off"}
            <span className="block text-xs text-muted">
              Off: nobody gets it, whatever the conditions say.
            </span>
          </label>
        </div>
      </div>
    </Panel>
  );
}

interface TagsProps {
  readonly tags: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
  readonly error: string | undefined;
}

function Tags({ tags, onChange, error }: TagsProps) {
  const [typed, setTyped] = useState("");
  const add = () => {
    const tag = typed.trim();
    if (tag !== "" && !tags.includes(tag)) onChange([...tags, tag]);
    setTyped("");
  };
  return (
    <div>
      <Field label="Tags" error={error}>
        <Input
          placeholder="Type a tag, press Enter"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
      </Field>
      {tags.length > 0 && (
        <ul className="mt-1.5 flex flex-wrap gap-1">
          {tags.map((tag) => (
            <li key={tag} className="inline-flex h-6 items-center rounded-sm bg-sunken pl-2 text-xs">
              {tag}
              <button
                type="button"
                aria-label={`Remove tag ${tag}`}
                className="flex size-6 items-center justify-center text-muted hover:text-text"
                onClick={() => onChange(tags.filter((item) => item !== tag))}
              >
                <X className="size-3" aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
