"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import Link from "next/link";
import { api } from "@/lib/api/client";
import { projectPath, useProject } from "@/lib/project-context";
import { cohortListQuery } from "@/products/cohorts/api";
import { cohortsOfQuery } from "@/products/persons/api";
import { Button } from "@/ui/button";
import { Combobox } from "@/ui/combobox";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

/** The cohorts someone is in; lists can be joined and left here. */
export function CohortsTab({ personId }: { readonly personId: string }) {
  const project = useProject();
  const client = useQueryClient();
  const mine = useQuery({ ...cohortsOfQuery(project.id, personId), retry: false });
  const all = useQuery(cohortListQuery(project.id));
  const lists = new Map(
    all.data?.results.filter(({ is_static }) => is_static).map((cohort) => [cohort.id, cohort]),
  );
  const change = useMutation({
    mutationFn: ({ id, join }: { id: number; join: boolean }) => {
      const path = `/api/projects/${project.id}/cohorts/${id}`;
      return join
        ? api.patch(`${path}/add_persons_to_static_cohort/`, { person_ids: [personId] })
        : api.patch(`${path}/remove_person_from_static_cohort/`, { person_id: personId });
    },
    onSuccess: (_, { join }) => {
      toast.success(join ? "Put on the list." : "Taken off the list.");
      return Promise.all([
        client.invalidateQueries({ queryKey: ["cohorts-of", project.id, personId] }),
        client.invalidateQueries({ queryKey: ["cohorts", project.id] }),
      ]);
    },
    onError: (error) => void toast.error("The list could not be changed.", error),
  });
  if (mine.error) return <ErrorState error={mine.error} onRetry={() => void mine.refetch()} />;
  if (!mine.data) return <SkeletonRows rows={3} />;
  const joined = new Set(mine.data.results.map(({ id }) => id));
  return (
    <div className="max-w-2xl">
      {mine.data.results.length === 0 && (
        <EmptyState title="In no cohort">
          Cohorts of conditions are computed from time to time; someone new appears in them with the next
          calculation.
        </EmptyState>
      )}
      <ul>
        {mine.data.results.map(({ id, name }) => (
          <li key={id} className="flex items-center gap-2 border-b border-line py-1.5 text-sm">
            <Link
              href={projectPath(project.id, `/cohorts/${id}`)}
              className="min-w-0 flex-1 truncate font-medium hover:text-accent hover:underline"
            >
              {name}
            </Link>
            <span className="text-xs text-muted">{lists.has(id) ? "list" : "conditions"}</span>
            {lists.has(id) && (
              <Button
                size="icon-sm"
                variant="quiet"
                aria-label={`Take off ${name}`}
                onClick={() => change.mutate({ id, join: false })}
              >
                <X />
              </Button>
            )}
          </li>
        ))}
      </ul>
      <div className="mt-3">
        <Combobox
          placeholder="Search lists"
          options={[...lists.values()]
            .filter(({ id }) => !joined.has(id))
            .map(({ id, name }) => ({ value: String(id), label: name }))}
          onChange={(id) => change.mutate({ id: Number(id), join: true })}
          trigger={
            <Button size="sm" busy={change.isPending}>
              <Plus /> Put on a list
            </Button>
          }
        />
      </div>
    </div>
  );
}
