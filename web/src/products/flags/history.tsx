"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ActivityChange, ActivityItem } from "@/lib/api/types";
import { ago, fullTime, showValue } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { activityWords } from "@/products/flags/activity-words";
import { flagActivityQuery } from "@/products/flags/api";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

/** Who changed what, newest first. */
export function FlagHistory({ flagId }: { readonly flagId: number }) {
  const project = useProject();
  const activity = useQuery(flagActivityQuery(project.id, flagId));
  if (activity.error) return <ErrorState error={activity.error} onRetry={() => void activity.refetch()} />;
  if (!activity.data) return <SkeletonRows rows={4} />;
  if (activity.data.results.length === 0) return <EmptyState title="Nothing happened yet" />;
  return (
    <ol className="flex flex-col">
      {activity.data.results.map((item, index) => (
        <li key={item.id ?? index} className="border-b border-line py-2.5 last:border-0">
          <p className="text-sm">
            <Author item={item} /> <span className="text-muted">{activityWords(item.activity)}</span>{" "}
            <time
              className="text-muted"
              dateTime={item.created_at}
              title={fullTime(item.created_at, project.timezone)}
            >
              {ago(item.created_at)}
            </time>
          </p>
          <ul className="mt-1 flex flex-col gap-1">
            {(item.detail?.changes ?? []).map((change) => (
              <Change key={`${change.field}`} change={change} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function Author({ item }: { readonly item: ActivityItem }) {
  const project = useProject();
  const trigger = item.detail?.trigger;
  if (trigger?.job_type === "guarded_release")
    return (
      <Link
        href={projectPath(project.id, `/releases/${trigger.job_id}`)}
        className="font-medium hover:text-accent hover:underline"
      >
        A guarded release
      </Link>
    );
  return <span className="font-medium">{item.user?.first_name || item.user?.email || "The API"}</span>;
}

function Change({ change }: { readonly change: ActivityChange }) {
  const before = showValue(change.before) || "(empty)";
  const after = showValue(change.after) || "(empty)";
  if (before.length + after.length < 80) {
    return (
      <li className="text-sm">
        <code className="font-mono text-xs">{change.field}</code>:{" "}
        <span className="text-muted line-through">{before}</span> → {after}
      </li>
    );
  }
  return (
    <li className="text-sm">
      <details>
        <summary className="cursor-pointer">
          <code className="font-mono text-xs">{change.field}</code> changed
        </summary>
        <div className="mt-1 grid gap-2 md:grid-cols-2">
          <Json title="before" value={change.before} />
          <Json title="after" value={change.after} />
        </div>
      </details>
    </li>
  );
}

function Json({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <figure className="min-w-0">
      <figcaption className="text-2xs text-muted">{title}</figcaption>
      <pre className="max-h-64 overflow-auto rounded-md border border-line bg-sunken/60 p-2 font-mono text-2xs">
        {JSON.stringify(value, null, 2)}
      </pre>
    </figure>
  );
}
