"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import { useProject } from "@/lib/project-context";
import type { SpecialChoice } from "@/products/filters/filter-list";
import { flagListQuery } from "@/products/flags/api";

interface Cohort {
  readonly id: number;
  readonly name: string | null;
}

/** Cohorts and other flags that a condition may refer to; the flag itself is left out. */
export function useSpecialChoices(ownFlagId: number | null): readonly SpecialChoice[] {
  const project = useProject();
  const flags = useQuery(flagListQuery(project.id));
  const cohorts = useQuery({
    queryKey: ["cohorts", project.id],
    staleTime: 60_000,
    queryFn: () => api.get<Page<Cohort>>(`/api/projects/${project.id}/cohorts/?limit=500`),
  });
  return [
    ...(cohorts.data?.results ?? []).map(({ id, name }) => ({
      value: `cohort:${id}`,
      label: name ?? `Cohort ${id}`,
      group: "Cohorts",
      filter: { type: "cohort", key: "id", value: id, operator: "in", cohort_name: name },
    })),
    ...(flags.data?.results ?? [])
      .filter(({ id }) => id !== ownFlagId)
      .map(({ id, key }) => ({
        value: `flag:${id}`,
        label: key,
        group: "Other flags",
        filter: { type: "flag", key: String(id), value: true, operator: "flag_evaluates_to", label: key },
      })),
  ];
}
