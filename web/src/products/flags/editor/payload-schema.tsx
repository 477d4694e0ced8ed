"use client";
import { ChevronRight } from "lucide-react";
import type { FlagDraft } from "@/products/flags/draft";
import { type FieldErrors, jsonProblem } from "@/products/flags/validate-draft";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/input";

interface PayloadSchemaProps {
  readonly draft: FlagDraft;
  readonly onChange: (schema: string) => void;
  readonly errors: FieldErrors;
}

/** A JSON Schema that every payload must fit; folded away until there is one. */
export function PayloadSchema({ draft, onChange, errors }: PayloadSchemaProps) {
  const error = errors["filters.payload_schema"] ?? jsonProblem(draft.schema) ?? undefined;
  return (
    <details open={draft.schema !== "" || undefined} className="group">
      <summary className="flex cursor-pointer list-none items-center gap-1 text-sm text-muted hover:text-text">
        <ChevronRight className="size-4 transition-transform group-open:rotate-90" aria-hidden />
        Schema of the payloads
      </summary>
      <Field
        label="JSON Schema"
        className="mt-2"
        hint="Every payload is checked against it when the flag is saved, and “edgewise flags types” writes its type."
        error={error}
      >
        <Textarea
          className="font-mono text-xs"
          rows={Math.min(Math.max(draft.schema.split("\n").length, 3), 16)}
          spellCheck={false}
          placeholder='{ "type": "object", "required": ["color"], "properties": { "color": { "type": "string" } } }'
          value={draft.schema}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
    </details>
  );
}
