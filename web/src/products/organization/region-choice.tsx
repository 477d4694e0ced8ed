"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { Organization } from "@/lib/api/types";
import { Field } from "@/ui/field";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";

interface Region {
  readonly name: string;
  readonly label: string;
}

/** Regions of this installation, its own first; empty where there is but one. */
function useRegions(): readonly Region[] {
  const { data } = useQuery({
    queryKey: ["regions"],
    queryFn: ({ signal }) => api.get<{ readonly results: readonly Region[] }>("/api/regions/", signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.results ?? [];
}

interface RegionChoiceProps {
  /** '' = the first one. */
  readonly value: string;
  readonly onChange: (name: string) => void;
}

/** Where a new organisation's data is to live; nothing where there is no choice. */
export function RegionChoice({ value, onChange }: RegionChoiceProps) {
  const regions = useRegions();
  if (regions.length < 2) return null;
  return (
    <Field label="Data region" hint="Events, persons and recordings stay there. It can't be changed later.">
      <Select
        value={value || regions[0]!.name}
        options={regions.map(({ name, label }) => ({ value: name, label }))}
        onChange={onChange}
      />
    </Field>
  );
}

/** Where an organisation's data lives. */
export function RegionPanel({ organization }: { readonly organization: Organization }) {
  const regions = useRegions();
  const own = organization.region || regions[0]?.name;
  const found = regions.find(({ name }) => name === own);
  if (!found) return null;
  return (
    <Panel title="Data region">
      <p className="p-3 text-sm text-muted">
        <strong className="font-medium text-text">{found.label}</strong>: events, persons, recordings and
        exports of all projects are stored there. It was chosen when the organisation was founded; a project
        moves to another region by export and import.
      </p>
    </Panel>
  );
}
