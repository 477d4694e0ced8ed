"use client";
import { useProject } from "@/lib/project-context";
import { Choice } from "@/products/insights/editor/choice";
import type { InsightQuery } from "@/products/insights/query/types";

interface ActorChoiceProps {
  readonly query: Pick<InsightQuery, "aggregation_group_type_index">;
  /** null: persons. */
  readonly onChange: (groupType: number | null) => void;
}

/** Whose behaviour is asked for: persons, or groups of a kind. Absent in projects without groups. */
export function ActorChoice({ query, onChange }: ActorChoiceProps) {
  const { group_types: types = [] } = useProject();
  if (types.length === 0) return null;
  const index = query.aggregation_group_type_index;
  return (
    <Choice
      label="Counted are"
      value={typeof index === "number" ? String(index) : "persons"}
      options={[
        { value: "persons", label: "persons" },
        ...types.map((type) => ({
          value: String(type.group_type_index),
          label: `groups: ${type.group_type}`,
        })),
      ]}
      onChange={(value) => onChange(value === "persons" ? null : Number(value))}
    />
  );
}
