"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import { useProject } from "@/lib/project-context";
import type { SpecialChoice } from "@/products/filters/filter-list";

interface Cohort {
  readonly id: number;
  readonly name: string | null;
}

/** The project's cohorts. */
export function useCohorts(enabled = true) {
  const project = useProject();
  return useQuery({
    queryKey: ["cohorts", project.id, "names"],
    enabled,
    staleTime: 60_000,
    retry: false,
    queryFn: ({ signal }) => api.get<Page<Cohort>>(`/api/projects/${project.id}/cohorts/?limit=500`, signal),
  });
}

/** What queries can filter by besides properties: cohorts and conditions in SQL. */
export function useQueryChoices(enabled: boolean): readonly SpecialChoice[] {
  const cohorts = useCohorts(enabled);
  if (!enabled) return [];
  return [
    ...(cohorts.data?.results ?? []).map(({ id, name }) => ({
      value: `cohort:${id}`,
      label: name ?? `Cohort ${id}`,
      group: "Cohorts",
      filter: { type: "cohort", key: "id", value: id, operator: "in", cohort_name: name },
    })),
    {
      value: "hogql:",
      label: "Condition in SQL",
      group: "Your own",
      filter: { type: "hogql", key: "", value: null },
    },
  ];
}
