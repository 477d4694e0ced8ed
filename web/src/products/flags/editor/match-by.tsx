"use client";
import { useProject } from "@/lib/project-context";
import { type FlagDraft, matchedBy } from "@/products/flags/draft";
import { Select } from "@/ui/select";

interface MatchByProps {
  readonly draft: FlagDraft;
  readonly onChange: (part: Partial<FlagDraft>) => void;
}

/** Whether persons or whole groups are matched and bucketed. Hidden while the project has no groups. */
export function MatchBy({ draft, onChange }: MatchByProps) {
  const { group_types: types = [] } = useProject();
  if (types.length === 0) return null;
  const index = draft.rest.aggregation_group_type_index ?? null;
  return (
    <Select
      aria-label="Match by"
      value={index === null ? "person" : String(index)}
      options={[
        { value: "person", label: "Match persons" },
        ...types.map(({ group_type: type, group_type_index: at }) => ({
          value: String(at),
          label: `Match ${type}`,
        })),
      ]}
      onChange={(value) => onChange(matchedBy(draft, value === "person" ? null : Number(value)))}
    />
  );
}
