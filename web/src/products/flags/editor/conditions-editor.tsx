"use client";
import { GripVertical, Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import { FilterList, type SpecialChoice } from "@/products/filters/filter-list";
import {
  type ConditionDraft,
  conditionMatchedBy,
  matchOf,
  newCondition,
  type VariantDraft,
} from "@/products/flags/draft";
import { MatchBy } from "@/products/flags/editor/match-by";
import { Reach } from "@/products/flags/editor/reach";
import { errorWithin, type FieldErrors } from "@/products/flags/validate-draft";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { Slider } from "@/ui/slider";
import { moved } from "@/ui/sort-target";
import { useSortable } from "@/ui/use-sortable";

interface ConditionsEditorProps {
  readonly conditions: readonly ConditionDraft[];
  readonly onChange: (conditions: ConditionDraft[]) => void;
  /** Variants that can be forced; empty for boolean flags. */
  readonly variants: readonly VariantDraft[];
  readonly errors: FieldErrors;
  /** Index of the group type that is matched instead of persons, where a condition has none of its own; null: persons. */
  readonly groupIndex: number | null;
  readonly special: readonly SpecialChoice[];
}

const BY_WEIGHT = "\u0000weight";

/** Condition sets, tried from the top; the first one that matches decides. */
export function ConditionsEditor(props: ConditionsEditorProps) {
  const { conditions, onChange, variants, errors, groupIndex } = props;
  const set = (index: number, part: Partial<ConditionDraft>) =>
    onChange(conditions.map((condition, i) => (i === index ? { ...condition, ...part } : condition)));
  // A drag goes on over several renders: it moves what is there then.
  const latest = useRef(props);
  latest.current = props;
  const { list, dragged, handle } = useSortable(conditions.length, (from, to) =>
    latest.current.onChange(moved(latest.current.conditions, from, to)),
  );
  return (
    <div ref={list} className="flex flex-col gap-3">
      {conditions.map((condition, index) => {
        const at = `filters.groups.${index}`;
        const matches = matchOf(condition, groupIndex);
        const own = errors[`${at}.rollout_percentage`] ?? errors[`${at}.variant`] ?? errors[at];
        return (
          <fieldset
            key={condition.id}
            className={cn(
              "min-w-0 rounded-md border border-line bg-surface p-3",
              dragged === index && "relative z-10 border-accent shadow-pop",
            )}
          >
            <legend className="sr-only">Condition {index + 1}</legend>
            <div className="mb-2 flex items-center gap-1">
              {conditions.length > 1 && (
                <Button
                  size="icon-sm"
                  variant="quiet"
                  className="-ml-1 cursor-grab touch-none active:cursor-grabbing"
                  title="Drag, or press the arrow keys"
                  aria-label={`Move condition ${index + 1} of ${conditions.length}: drag, or arrow keys`}
                  {...handle(index)}
                >
                  <GripVertical />
                </Button>
              )}
              <span className="text-sm font-medium whitespace-nowrap">Condition {index + 1}</span>
              <Input
                className="mx-2 h-7 max-w-72 border-transparent bg-transparent text-xs hover:border-line-strong/60"
                aria-label={`Note on condition ${index + 1}`}
                placeholder="note"
                value={condition.description}
                onChange={(event) => set(index, { description: event.target.value })}
              />
              <span className="ml-auto flex gap-1">
                <MatchBy
                  label={`Match condition ${index + 1} by`}
                  value={matches}
                  onChange={(chosen) =>
                    onChange(
                      conditions.map((one, i) =>
                        i === index ? conditionMatchedBy(one, chosen, groupIndex) : one,
                      ),
                    )
                  }
                />
                <Button
                  size="icon-sm"
                  variant="quiet"
                  aria-label={`Remove condition ${index + 1}`}
                  onClick={() => onChange(conditions.filter((_, i) => i !== index))}
                >
                  <Trash2 />
                </Button>
              </span>
            </div>
            <FilterList
              audience="flags"
              sources={[matches === null ? "person" : `group_${matches}`]}
              special={matches === null ? props.special : []}
              filters={condition.properties}
              onChange={(properties) => set(index, { properties })}
              addLabel={
                condition.properties.length === 0
                  ? matches === null
                    ? "Only for persons where…"
                    : "Only for groups where…"
                  : "And…"
              }
              errorAt={(position) => errorWithin(errors, `${at}.properties.${position}`)}
            />
            <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-2.5">
              <span className="flex min-w-52 flex-1 items-center gap-3 text-sm">
                <span className="whitespace-nowrap text-muted">Roll out to</span>
                <Slider
                  aria-label={`Rollout of condition ${index + 1}`}
                  className="max-w-52"
                  value={Number.isNaN(condition.rollout) ? 0 : condition.rollout}
                  onChange={(rollout) => set(index, { rollout })}
                />
                <span className="flex items-center gap-1">
                  <Input
                    type="number"
                    min={0}
                    max={100}
                    step="any"
                    className="w-18 text-right tabular-nums"
                    aria-label={`Rollout of condition ${index + 1} in percent`}
                    value={Number.isNaN(condition.rollout) ? "" : condition.rollout}
                    onChange={(event) => set(index, { rollout: event.target.valueAsNumber })}
                  />
                  %
                </span>
              </span>
              {variants.length > 0 && (
                <Select
                  aria-label={`Variant of condition ${index + 1}`}
                  value={condition.variant ?? BY_WEIGHT}
                  options={[
                    { value: BY_WEIGHT, label: "variant by weight" },
                    ...variants
                      .filter(({ key }) => key !== "")
                      .map(({ key }) => ({ value: key, label: `always ${key}` })),
                  ]}
                  onChange={(variant) => set(index, { variant: variant === BY_WEIGHT ? null : variant })}
                />
              )}
              <Reach condition={condition} groupIndex={matches} />
            </div>
            {own && (
              <p role="alert" className="mt-1 text-xs text-danger">
                {own}
              </p>
            )}
          </fieldset>
        );
      })}
      {conditions.length === 0 && (
        <p className="border-l-2 border-warn pl-3 text-sm text-muted">
          Without a condition nobody gets this flag.
        </p>
      )}
      <div>
        <Button size="sm" onClick={() => onChange([...conditions, newCondition(crypto.randomUUID())])}>
          <Plus /> Add condition
        </Button>
      </div>
    </div>
  );
}
