import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, request } from "@/lib/api/client";
import { useProject } from "@/lib/project-context";
import type { Tile } from "@/products/dashboards/types";

/** What is shared: the path of its API object. */
export type Shared = { readonly kind: "dashboards" | "insights"; readonly id: number };

export interface Sharing {
  readonly enabled: boolean;
  readonly access_token: string;
  readonly password_required: boolean;
  readonly share_passwords: readonly { readonly id: number; readonly note: string | null }[];
}

interface Change {
  readonly path: "" | "refresh/" | "passwords/" | `passwords/${number}/`;
  readonly method: "PATCH" | "POST" | "DELETE";
  readonly body?: object;
}

/** How a thing is shared, and one way to change that. */
export function useSharing({ kind, id }: Shared, enabled: boolean) {
  const project = useProject();
  const client = useQueryClient();
  const base = `/api/projects/${project.id}/${kind}/${id}/sharing/`;
  const key = ["sharing", base];
  const sharing = useQuery({
    queryKey: key,
    enabled,
    queryFn: ({ signal }) => api.get<Sharing>(base, signal),
  });
  const change = useMutation({
    mutationFn: ({ path, method, body }: Change) =>
      request<{ password?: string }>(method, `${base}${path}`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
  return { sharing, change };
}

export interface SharedLink {
  readonly id: number;
  readonly access_token: string;
  readonly expires_at: string;
}

/** Makes a link to a state of the explorer. */
export function useShareState() {
  const project = useProject();
  return useMutation({
    mutationFn: (body: { query: object; name: string; expires_in_hours: number }) =>
      api.post<SharedLink>(`/api/projects/${project.id}/shared_links/`, body),
  });
}

export interface SharedTile {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly query: Readonly<Record<string, unknown>> | null;
  readonly text: string | null;
  readonly layouts: Tile["layouts"];
  readonly color: string | null;
}

export interface SharedContent {
  readonly kind: "dashboard" | "insight" | "link";
  readonly name: string;
  readonly description: string;
  readonly timezone: string;
  readonly tiles: readonly SharedTile[];
}
