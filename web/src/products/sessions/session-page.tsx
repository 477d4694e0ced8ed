"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { LiveTable } from "@/products/live/live-table";
import { eventsOfQuery } from "@/products/persons/api";
import { CopyButton } from "@/ui/code-block";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

/** Everything that happened in one session. SDKs link here as the session's replay. */
export function SessionPage({ sessionId }: { readonly sessionId: string }) {
  const project = useProject();
  const [open, setOpen] = useState<string | null>(null);
  const events = useQuery(eventsOfQuery(project.id, { sessionId }));
  const first = events.data?.at(-1);
  const last = events.data?.[0];
  const seconds =
    first && last ? Math.round((Date.parse(last.timestamp) - Date.parse(first.timestamp)) / 1000) : 0;
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-2">
            Session <code className="truncate font-mono text-sm font-normal text-muted">{sessionId}</code>
            <CopyButton text={sessionId} label="Copy session ID" />
          </span>
        }
        description={
          first && (
            <>
              <Link
                href={projectPath(project.id, `/persons/${encodeURIComponent(first.distinct_id)}`)}
                className="text-accent underline underline-offset-2"
              >
                {first.person?.name ?? first.distinct_id}
              </Link>
              , {fullTime(first.timestamp, project.timezone)}, {Math.floor(seconds / 60)} min {seconds % 60}{" "}
              s, {events.data?.length} events
            </>
          )
        }
      />
      {events.error && <ErrorState error={events.error} onRetry={() => void events.refetch()} />}
      {events.isPending && <SkeletonRows rows={10} />}
      {events.data?.length === 0 && (
        <EmptyState title="No events of this session">
          Events show up here a few seconds after they were sent. A session that only recorded a replay has
          none.
        </EmptyState>
      )}
      {events.data && events.data.length > 0 && <LiveTable rows={events.data} open={open} onOpen={setOpen} />}
    </>
  );
}
