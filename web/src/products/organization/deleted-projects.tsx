"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";

interface Deleted {
  readonly id: number;
  readonly name: string;
  readonly erased_on: string | null;
}

/** Projects that were deleted and can be brought back. */
export function DeletedProjects({ base }: { readonly base: string }) {
  const client = useQueryClient();
  const key = ["deleted-projects", base];
  const deleted = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<readonly Deleted[]>(`${base}/deleted_projects/`, signal),
  });
  const restore = useMutation({
    mutationFn: (id: number) => api.post<Deleted>(`${base}/deleted_projects/${id}/restore/`, {}),
    onSuccess: async ({ name }) => {
      toast.success(`${name} is back, with its token.`);
      await Promise.all([
        client.invalidateQueries({ queryKey: key }),
        client.invalidateQueries({ queryKey: ["me"] }),
      ]);
    },
    onError: (error) => void toast.error("The project was not restored", error),
  });
  if (!deleted.data || deleted.data.length === 0) return null;
  return (
    <ul aria-label="Deleted projects" className="border-t border-line">
      {deleted.data.map(({ id, name, erased_on: end }) => (
        <li
          key={id}
          className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2 text-sm last:border-0"
        >
          <p className="min-w-0 flex-1">
            {name}
            <span className="block text-xs text-muted">
              deleted; erased for good on {end ? new Date(end).toLocaleDateString() : "an unknown day"}
            </span>
          </p>
          <Button size="sm" busy={restore.isPending} onClick={() => restore.mutate(id)}>
            Restore
          </Button>
        </li>
      ))}
    </ul>
  );
}
