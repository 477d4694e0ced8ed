"use client";
import { WandSparkles } from "lucide-react";
import type { FlagDraft } from "@/products/flags/draft";
import { type FieldErrors, jsonProblem } from "@/products/flags/validate-draft";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/input";

interface PayloadsProps {
  readonly draft: FlagDraft;
  readonly onChange: (payloads: Readonly<Record<string, string>>) => void;
  readonly errors: FieldErrors;
}

const HINT = "Optional JSON, handed to the code together with the answer.";
const CONFIG_HINT = "JSON that your servers read; whom it goes to is decided below.";

/** JSON that comes with the answer, one text a variant. Checked while typing. */
export function Payloads({ draft, onChange, errors }: PayloadsProps) {
  const keys = draft.multivariate ? draft.variants.map(({ key }) => key).filter(Boolean) : ["true"];
  return (
    <div className="flex flex-col gap-3">
      {[...new Set(keys)].map((key) => {
        const text = draft.payloads[key] ?? "";
        const problem = jsonProblem(text);
        const set = (value: string) => onChange({ ...draft.payloads, [key]: value });
        return (
          <div key={key} className="relative">
            <Field
              label={
                draft.multivariate ? (
                  <>
                    Payload of <span className="font-mono text-xs">{key}</span>
                  </>
                ) : (
                  (draft.config && "Value") || "Payload"
                )
              }
              hint={text ? undefined : draft.config ? CONFIG_HINT : HINT}
              error={
                errors[`filters.payloads.${key}`] ?? (text.length > 1 ? (problem ?? undefined) : undefined)
              }
            >
              <Textarea
                className="min-h-9 font-mono text-xs"
                rows={Math.min(Math.max(text.split("\n").length, 1), 12)}
                spellCheck={false}
                placeholder='{ "color": "teal" }'
                value={text}
                onChange={(event) => set(event.target.value)}
              />
            </Field>
            {text.trim() !== "" && problem === null && (
              <Button
                size="icon-sm"
                variant="quiet"
                className="absolute top-6 right-1"
                aria-label="Format JSON"
                onClick={() => set(JSON.stringify(JSON.parse(text), null, 2))}
              >
                <WandSparkles />
              </Button>
            )}
          </div>
        );
      })}
    </div>
  );
}
