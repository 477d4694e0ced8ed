import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { useProject } from "@/lib/project-context";
import { personsPath } from "@/products/persons/api";

/** Everything that a change to a person makes stale. */
const STALE = ["person", "persons", "merges", "cohorts-of", "flags-of", "timeline"] as const;

/** Writes to one person, after which everything about persons is loaded anew. */
export function usePersonWrite(personId: string) {
  const project = useProject();
  const client = useQueryClient();
  const path = `${personsPath(project.id)}${personId}/`;
  const after = () =>
    Promise.all(STALE.map((key) => client.invalidateQueries({ queryKey: [key, project.id] })));
  const post = useMutation({
    mutationFn: ({ action, body }: { action: string; body: object }) =>
      api.post<unknown>(`${path}${action}/`, body),
    onSuccess: after,
  });
  return {
    setProperty: (key: string, value: unknown) =>
      post.mutateAsync({ action: "update_property", body: { key, value } }),
    deleteProperty: (key: string) => post.mutateAsync({ action: "delete_property", body: { $unset: key } }),
    split: (main: string | null) => post.mutateAsync({ action: "split", body: { main_distinct_id: main } }),
    undoMerge: (merge: string) => post.mutateAsync({ action: `merges/${merge}/undo`, body: {} }),
    merge: (source: string) => post.mutateAsync({ action: "merge", body: { source } }),
    busy: post.isPending,
  };
}
