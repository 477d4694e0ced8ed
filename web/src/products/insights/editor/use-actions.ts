"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import { useProject } from "@/lib/project-context";

interface ActionName {
  readonly id: number;
  readonly name: string | null;
}

/** The project's actions. */
export function useActions() {
  const project = useProject();
  return useQuery({
    queryKey: ["actions", project.id, "names"],
    staleTime: 60_000,
    retry: false,
    queryFn: async ({ signal }) => {
      const page = await api.get<Page<ActionName>>(`/api/projects/${project.id}/actions/?limit=500`, signal);
      return page.results;
    },
  });
}
