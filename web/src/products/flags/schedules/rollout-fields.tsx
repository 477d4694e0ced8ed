"use client";
import type { FlagCondition } from "@edgewise/core/flags/types.ts";
import type { PlanDraft, PlanErrors } from "@/products/flags/schedules/draft";
import { summarizeRollout } from "@/products/flags/summary";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";

interface RolloutFieldsProps {
  readonly draft: PlanDraft;
  readonly errors: PlanErrors;
  readonly conditions: readonly FlagCondition[];
  readonly onChange: (part: Partial<PlanDraft>) => void;
}

/** Share, steps and condition of planned rollouts; nothing for switches. */
export function RolloutFields({ draft, errors, conditions, onChange }: RolloutFieldsProps) {
  if (draft.kind !== "rollout" && draft.kind !== "ramp") return null;
  const number = (field: "percent" | "step" | "everyMinutes", label: string) => (
    <Field label={label} error={errors[field]}>
      <Input
        type="number"
        min={0}
        value={draft[field]}
        onChange={({ target }) => onChange({ [field]: target.value })}
      />
    </Field>
  );
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-3">
        {number("percent", draft.kind === "ramp" ? "Until, in %" : "Rollout, in %")}
        {draft.kind === "ramp" && number("step", "Step, in %")}
        {draft.kind === "ramp" && number("everyMinutes", "Every … minutes")}
      </div>
      {conditions.length > 1 && (
        <Field label="Of which condition">
          <Select
            value={draft.condition}
            onChange={(condition) => onChange({ condition })}
            options={conditions.map((group, index) => ({
              value: String(index),
              label: `${index + 1}: ${summarizeRollout({ groups: [group] })}`.slice(0, 60),
            }))}
          />
        </Field>
      )}
    </>
  );
}
