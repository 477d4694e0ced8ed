"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo, useState } from "react";
import { fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { LiveTable } from "@/products/live/live-table";
import { timelineQuery } from "@/products/persons/api";
import {
  bySession,
  durationText,
  type SessionBlock,
  withoutRepeats,
} from "@/products/persons/person/sessions";
import { Button } from "@/ui/button";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

/** Everything that happened, newest first and by session. `filter` is part of an EventsQuery. */
export function Timeline({ filter }: { readonly filter: Readonly<Record<string, unknown>> }) {
  const project = useProject();
  const pages = useInfiniteQuery(timelineQuery(project.id, filter));
  const [open, setOpen] = useState<string | null>(null);
  const blocks = useMemo(() => bySession(withoutRepeats(pages.data?.pages ?? [])), [pages.data]);
  if (pages.isPending) return <SkeletonRows rows={8} />;
  if (pages.error && !pages.data) {
    return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  if (blocks.length === 0) {
    return <EmptyState title="No events">Events show up here a few seconds after they were sent.</EmptyState>;
  }
  return (
    <div className="-mx-4 flex flex-col md:-mx-6">
      {blocks.map((block) => (
        <section key={`${block.session ?? "none"}${block.events[0]?.uuid}`} className="border-t border-line">
          <SessionHeader block={block} />
          <LiveTable rows={block.events} open={open} onOpen={setOpen} />
        </section>
      ))}
      {pages.hasNextPage && (
        <div className="px-4 py-3 md:px-6">
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Older events
          </Button>
        </div>
      )}
    </div>
  );
}

function SessionHeader({ block }: { readonly block: SessionBlock }) {
  const project = useProject();
  const { session, events, start, end, entry } = block;
  const count = `${events.length} ${events.length === 1 ? "event" : "events"}`;
  return (
    <header className="flex flex-wrap items-baseline gap-x-3 border-b border-line bg-sunken/50 px-4 py-1.5 text-xs text-muted md:px-6">
      {session ? (
        <Link
          href={projectPath(project.id, `/sessions/${encodeURIComponent(session)}`)}
          className="text-sm font-medium text-text hover:text-accent hover:underline"
        >
          {fullTime(start, project.timezone)}
        </Link>
      ) : (
        <span className="text-sm font-medium text-text">Outside of sessions</span>
      )}
      <span>{session ? `${durationText(start, end)}, ${count}` : count}</span>
      {entry && <span className="min-w-0 truncate font-mono">{entry}</span>}
    </header>
  );
}
