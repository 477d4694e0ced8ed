"use client";
import { Choice } from "@/products/insights/editor/choice";
import type { FunnelsFilter } from "@/products/insights/query/types";

interface FunnelAttributionProps {
  readonly filter: FunnelsFilter;
  readonly steps: number;
  readonly onChange: (part: Partial<FunnelsFilter>) => void;
}

/** Which of a person's values counts for the breakdown. */
export function FunnelAttribution({ filter, steps, onChange }: FunnelAttributionProps) {
  const type = filter.breakdownAttributionType ?? "first_touch";
  return (
    <Choice
      label="The value is that of"
      value={type === "step" ? `step ${filter.breakdownAttributionValue ?? 0}` : type}
      options={[
        { value: "first_touch", label: "the first step event that has one" },
        { value: "last_touch", label: "the last step event that has one" },
        { value: "all_events", label: "all steps alike" },
        ...Array.from({ length: steps }, (_, step) => ({ value: `step ${step}`, label: `step ${step + 1}` })),
      ]}
      onChange={(value) =>
        value.startsWith("step ")
          ? onChange({ breakdownAttributionType: "step", breakdownAttributionValue: Number(value.slice(5)) })
          : onChange({ breakdownAttributionType: value as "first_touch" | "last_touch" | "all_events" })
      }
    />
  );
}
