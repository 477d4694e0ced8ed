"use client";
import { useProject } from "@/lib/project-context";
import { Select } from "@/ui/select";

interface MatchByProps {
  readonly label: string;
  /** Index of a group type; null: persons. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

/** Whether persons or whole groups are matched and bucketed. Hidden while the project has no groups. */
export function MatchBy({ label, value, onChange }: MatchByProps) {
  const { group_types: types = [] } = useProject();
  if (types.length === 0) return null;
  return (
    <Select
      aria-label={label}
      value={value === null ? "person" : String(value)}
      options={[
        { value: "person", label: "Match persons" },
        ...types.map(({ group_type: type, group_type_index: at }) => ({
          value: String(at),
          label: `Match ${type}`,
        })),
      ]}
      onChange={(chosen) => onChange(chosen === "person" ? null : Number(chosen))}
    />
  );
}
