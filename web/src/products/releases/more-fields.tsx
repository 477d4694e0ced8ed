"use client";
import type { ReleaseDraft } from "@/products/releases/draft";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { Switch } from "@/ui/switch";
import { TagInput } from "@/ui/tag-input";

const WAITS = [
  { value: "data", label: "enough people for a verdict" },
  { value: "safe", label: "proof that nothing is harmed" },
  { value: "time", label: "its time alone" },
] as const;
const EXPOSURES = [
  { value: "called", label: "who called the flag" },
  { value: "carried", label: "everyone whose events carry it" },
] as const;
const TARGETS = [
  { value: "start", label: "where it was before" },
  { value: "previous_stage", label: "the step before" },
] as const;

interface MoreFieldsProps {
  readonly draft: ReleaseDraft;
  readonly onChange: (part: Partial<ReleaseDraft>) => void;
}

/** Who hears of it, and what most releases leave as it is. */
export function MoreFields({ draft, onChange }: MoreFieldsProps) {
  return (
    <>
      <section aria-label="Who hears of it" className="flex flex-col gap-3">
        <Field label="Mail to" hint="Members of the organisation.">
          <TagInput tags={draft.emails} onChange={(emails) => onChange({ emails })} />
        </Field>
        <Field label="Web hook (optional)">
          <Input
            type="url"
            placeholder="https://…"
            value={draft.webhook}
            onChange={({ target }) => onChange({ webhook: target.value.trim() })}
          />
        </Field>
      </section>
      <details className="group">
        <summary className="cursor-pointer text-sm font-semibold">Rules</summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <Field label="A step waits for">
            <Select value={draft.waitFor} options={WAITS} onChange={(waitFor) => onChange({ waitFor })} />
          </Field>
          <Field label="On harm, back to">
            <Select
              value={draft.rollBackTo}
              options={TARGETS}
              onChange={(rollBackTo) => onChange({ rollBackTo })}
            />
          </Field>
          <Field
            label="Error level, in %"
            hint="Chance that a release that harms nothing is rolled back, over all steps, guard-rails and looks."
          >
            <Input
              type="number"
              min={0}
              max={50}
              step="any"
              value={draft.alpha}
              onChange={({ target }) => onChange({ alpha: target.value })}
            />
          </Field>
          <Field label="People needed on each side" hint="At least 100.">
            <Input
              type="number"
              min={100}
              value={draft.minUnits}
              onChange={({ target }) => onChange({ minUnits: target.value })}
            />
          </Field>
          <Field
            label="Compare"
            hint="Browsers report a flag's call once a visitor. Choose events that carry it when the same people come back step after step."
          >
            <Select
              value={draft.exposure}
              options={EXPOSURES}
              onChange={(exposure) => onChange({ exposure })}
            />
          </Field>
          <div className="flex flex-col gap-2 text-sm">
            <span className="flex items-center gap-2">
              <Switch
                checked={draft.holdWhenBlind}
                aria-label="Hold while nothing can be known"
                onChange={(holdWhenBlind) => onChange({ holdWhenBlind })}
              />
              Hold while nothing can be known
            </span>
            <span className="flex items-center gap-2">
              <Switch
                checked={draft.filterTestAccounts}
                aria-label="Leave test accounts out"
                onChange={(filterTestAccounts) => onChange({ filterTestAccounts })}
              />
              Leave test accounts out
            </span>
          </div>
        </div>
      </details>
    </>
  );
}
