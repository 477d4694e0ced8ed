"use client";
import { useQuery } from "@tanstack/react-query";
import { useProject } from "@/lib/project-context";
import type { PropertyFilter } from "@/products/filters/filter";
import { flagListQuery } from "@/products/flags/api";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";

interface SpecialFilterProps {
  readonly filter: PropertyFilter;
  readonly onChange: (filter: PropertyFilter) => void;
}

/** A condition on a cohort, on another flag's answer, or in SQL. */
export function SpecialFilter({ filter, onChange }: SpecialFilterProps) {
  if (filter.type === "hogql") return <SqlFilter filter={filter} onChange={onChange} />;
  return filter.type === "cohort" ? (
    <CohortFilter filter={filter} onChange={onChange} />
  ) : (
    <FlagFilter filter={filter} onChange={onChange} />
  );
}

function SqlFilter({ filter, onChange }: SpecialFilterProps) {
  return (
    <Input
      aria-label="Condition in SQL"
      className="w-72 max-w-full font-mono text-xs"
      placeholder="properties.price > 10"
      value={filter.key}
      onChange={(event) => onChange({ ...filter, key: event.target.value })}
    />
  );
}

function CohortFilter({ filter, onChange }: SpecialFilterProps) {
  const outside = filter.negation === true || filter.operator === "not_in";
  return (
    <>
      <Select
        aria-label="Membership"
        value={outside ? "not_in" : "in"}
        options={[
          { value: "in", label: "person is in cohort" },
          { value: "not_in", label: "person is not in cohort" },
        ]}
        onChange={(operator) => onChange({ ...filter, operator, negation: operator === "not_in" })}
      />
      <span className="text-sm font-medium">{filter.cohort_name ?? `#${String(filter.value)}`}</span>
    </>
  );
}

function FlagFilter({ filter, onChange }: SpecialFilterProps) {
  const project = useProject();
  const flags = useQuery(flagListQuery(project.id));
  const flag = flags.data?.results.find((item) => String(item.id) === filter.key || item.key === filter.key);
  const variants = flag?.filters.multivariate?.variants.map(({ key }) => key) ?? [];
  const current = String(filter.value ?? true);
  const values = [...new Set(["true", "false", ...variants, current])];
  return (
    <>
      <span className="text-sm text-muted">flag</span>
      <code className="font-mono text-xs font-medium">{flag?.key ?? filter.label ?? filter.key}</code>
      <Select
        aria-label={`Answer of ${flag?.key ?? filter.key}`}
        value={current}
        options={values.map((value) => ({ value, label: `is ${value}` }))}
        onChange={(value) =>
          onChange({ ...filter, value: value === "true" ? true : value === "false" ? false : value })
        }
      />
    </>
  );
}
