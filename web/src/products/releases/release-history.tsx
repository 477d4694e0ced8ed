"use client";
import { useQuery } from "@tanstack/react-query";
import { ago, fullTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { releaseHistoryQuery } from "@/products/releases/api";
import { entryLabel } from "@/products/releases/words";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

/** What happened to a release, newest first. */
export function ReleaseHistory({ id }: { readonly id: string }) {
  const project = useProject();
  const history = useQuery(releaseHistoryQuery(project.id, id));
  if (history.error) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  return (
    <Panel title="History">
      {history.isPending && <SkeletonRows rows={3} />}
      <ol className="flex flex-col divide-y divide-line">
        {history.data?.map(({ id: entry, kind, text, user, created_at }) => (
          <li key={entry} className="flex flex-col gap-0.5 px-3 py-2 text-sm">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{entryLabel(kind)}</span>
              <span className="text-xs text-muted">
                {user ? user.first_name || user.email : "by itself"},{" "}
                <time title={fullTime(created_at, project.timezone)}>{ago(created_at)}</time>
              </span>
            </p>
            <p className="break-words text-muted">{text}</p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
