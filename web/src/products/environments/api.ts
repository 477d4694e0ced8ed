import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";

export interface EnvironmentToken {
  readonly token: string;
  readonly created_at: string;
  /** When it stops working; null: it stays. */
  readonly ends_at: string | null;
}

export interface Environment {
  /** What paths of the API and of this app name. */
  readonly id: number;
  readonly name: string;
  readonly is_default: boolean;
  readonly api_token: string;
  readonly tokens: readonly EnvironmentToken[];
  readonly flag_approval: boolean;
  readonly ingested_event: boolean;
}

const base = (projectId: number) => `/api/projects/${projectId}/environments/`;

/** The environments of a project, asked through any one of them. */
export function environmentListQuery(projectId: number) {
  return queryOptions({
    queryKey: ["environments", projectId],
    staleTime: 60_000,
    queryFn: ({ signal }) => api.get<Page<Environment>>(withQuery(base(projectId), { limit: 100 }), signal),
  });
}

type Write =
  | { readonly kind: "create"; readonly name: string }
  | {
      readonly kind: "change";
      readonly id: number;
      readonly body: { name?: string; flag_approval?: boolean };
    }
  | { readonly kind: "rotate"; readonly id: number; readonly graceSeconds: number }
  | { readonly kind: "end"; readonly id: number; readonly token: string }
  | { readonly kind: "delete"; readonly id: number };

/** Every change to environments; afterwards they are loaded anew, and the project with its token too. */
export function useEnvironmentWrite(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (write: Write): Promise<Environment | null> => {
      const path = base(projectId);
      if (write.kind === "create") return await api.post<Environment>(path, { name: write.name });
      const one = `${path}${write.id}/`;
      if (write.kind === "change") return await api.patch<Environment>(one, write.body);
      if (write.kind === "rotate") {
        return await api.post<Environment>(`${one}rotate_token/`, { grace_seconds: write.graceSeconds });
      }
      if (write.kind === "end")
        return await api.post<Environment>(`${one}end_token/`, { token: write.token });
      await api.delete(one);
      return null;
    },
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["environments"] }),
        client.invalidateQueries({ queryKey: ["project"] }),
        client.invalidateQueries({ queryKey: ["me"] }),
      ]),
  });
}
