"use client";
import { useQuery } from "@tanstack/react-query";
import { ago, fullTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { experimentActivityQuery } from "@/products/experiments/api";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

/** Who changed what, newest first. */
export function ExperimentHistory({ id }: { readonly id: number }) {
  const project = useProject();
  const activity = useQuery(experimentActivityQuery(project.id, id));
  if (activity.error) return <ErrorState error={activity.error} onRetry={() => void activity.refetch()} />;
  if (!activity.data) return <SkeletonRows rows={4} />;
  const { results } = activity.data;
  if (results.length === 0) return <EmptyState title="Nothing was changed yet" />;
  return (
    <ol className="flex max-w-3xl flex-col divide-y divide-line">
      {results.map((item) => (
        <li key={item.id} className="flex flex-wrap items-baseline gap-x-2 py-2 text-sm">
          <span className="font-medium">{item.user?.first_name || item.user?.email || "Somebody"}</span>
          <span className="text-muted">
            {item.activity} {(item.detail?.changes ?? []).map(({ field }) => field).join(", ")}
          </span>
          <time className="ml-auto text-xs text-muted" title={fullTime(item.created_at, project.timezone)}>
            {ago(item.created_at)}
          </time>
        </li>
      ))}
    </ol>
  );
}
