"use client";
import type { CompareFilter } from "@/products/insights/query/types";
import { Select } from "@/ui/select";

interface ComparePickerProps {
  readonly value: CompareFilter | undefined;
  readonly onChange: (value: CompareFilter) => void;
}

const COMPARISONS = [
  { value: "none", label: "No comparison" },
  { value: "previous", label: "vs. period before" },
  { value: "-1d", label: "vs. a day before" },
  { value: "-1w", label: "vs. a week before" },
  { value: "-1m", label: "vs. a month before" },
  { value: "-3m", label: "vs. 3 months before" },
  { value: "-1y", label: "vs. a year before" },
] as const;

/** Which earlier period stands beside this one. */
export function ComparePicker({ value, onChange }: ComparePickerProps) {
  const current = value?.compare ? (value.compare_to ?? "previous") : "none";
  const known = COMPARISONS.some((item) => item.value === current);
  return (
    <Select<string>
      aria-label="Comparison"
      value={current}
      options={known ? COMPARISONS : [...COMPARISONS, { value: current, label: `vs. ${current}` }]}
      onChange={(choice) =>
        onChange(
          choice === "none"
            ? { compare: false }
            : { compare: true, ...(choice === "previous" ? {} : { compare_to: choice }) },
        )
      }
    />
  );
}
