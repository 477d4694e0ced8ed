"use client";
import { Line } from "@/products/insights/editor/choice";
import type { InsightQuery } from "@/products/insights/query/types";
import { Select } from "@/ui/select";

const SHARES = [1, 0.5, 0.25, 0.1, 0.01];

interface SamplingChoiceProps {
  readonly query: InsightQuery;
  readonly onChange: (part: Pick<InsightQuery, "samplingFactor">) => void;
}

/** Everyone, or a share of the people: faster, and an estimate. */
export function SamplingChoice({ query, onChange }: SamplingChoiceProps) {
  const factor = query.samplingFactor ?? 1;
  const shares = SHARES.includes(factor) ? SHARES : [...SHARES, factor].sort((a, b) => b - a);
  return (
    <Line label="Look at">
      <Select
        aria-label="Share of the people"
        value={String(factor)}
        options={shares.map((share) => ({
          value: String(share),
          label: share === 1 ? "everyone" : `${share * 100} % of the people`,
        }))}
        onChange={(value) => onChange({ samplingFactor: value === "1" ? null : Number(value) })}
      />
    </Line>
  );
}
