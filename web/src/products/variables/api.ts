import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import { useProject } from "@/lib/project-context";

export const VARIABLE_TYPES = ["String", "Number", "Boolean", "List", "Date"] as const;

export interface Variable {
  readonly id: string;
  readonly name: string;
  readonly type: (typeof VARIABLE_TYPES)[number];
  readonly default_value: unknown;
  readonly values: readonly unknown[];
  readonly code_name: string;
}

const path = (projectId: number) => `/api/projects/${projectId}/insight_variables/`;
const key = (projectId: number) => ["insight-variables", projectId];

/** The project's variables; asked for only where some are used. */
export function useVariables(enabled: boolean): readonly Variable[] {
  const project = useProject();
  const { data } = useQuery({
    queryKey: key(project.id),
    enabled,
    staleTime: 60_000,
    queryFn: async () => (await api.get<Page<Variable>>(`${path(project.id)}?limit=1000`)).results,
  });
  return data ?? [];
}

/** Creates a variable that SQL already names. */
export function useCreateVariable() {
  const project = useProject();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Pick<Variable, "name" | "type" | "default_value" | "values">) =>
      api.post<Variable>(path(project.id), body),
    onSuccess: () => client.invalidateQueries({ queryKey: key(project.id) }),
  });
}
