"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { ago, fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { type WidgetExperiment, type WidgetRun, widgetQuery } from "@/products/dashboards/widgets";
import { eventTitle } from "@/products/events/describe-event";
import { STATUS, verdictOf } from "@/products/experiments/words";
import { Badge } from "@/ui/badge";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

interface WidgetTileProps {
  readonly dashboardId: number;
  readonly tileId: number;
}

/** A live list on a dashboard, in whatever state it is. */
export function WidgetTile({ dashboardId, tileId }: WidgetTileProps) {
  const project = useProject();
  const run = useQuery(widgetQuery(project.id, dashboardId, tileId));
  if (run.error) return <ErrorState error={run.error} onRetry={() => void run.refetch()} title="No list." />;
  if (!run.data) {
    return (
      <div role="status" aria-label="Loading" className="flex min-h-0 flex-1 p-3">
        <Skeleton className="flex-1" />
      </div>
    );
  }
  return <div className="min-h-0 flex-1 overflow-auto px-3 pb-2 text-sm">{rowsOf(run.data)}</div>;
}

function rowsOf({ result, error }: WidgetRun): ReactNode {
  if (error) return <Nothing>{error.message}</Nothing>;
  if (result === null) return <Nothing>No experiment is chosen.</Nothing>;
  if ("events" in result) {
    if (result.events.length === 0) return <Nothing>No such event lately.</Nothing>;
    return result.events.map((event) => (
      <Row key={event.uuid} at={event.timestamp}>
        <span className="font-medium">{eventTitle(event.event)}</span>{" "}
        <span className="text-muted">
          {event.person} {event.url}
        </span>
      </Row>
    ));
  }
  if ("experiments" in result) {
    if (result.experiments.length === 0) return <Nothing>No experiment is like that.</Nothing>;
    return result.experiments.map((one) => (
      <Row key={one.id} at={one.start_date}>
        <ExperimentLink {...one} />
      </Row>
    ));
  }
  const { experiment, variants } = result;
  return (
    <>
      <Row at={null}>
        <ExperimentLink {...experiment} />
      </Row>
      {variants.map(({ key, verdict }) => {
        const { label, tone } = verdictOf(verdict, false);
        return (
          <Row key={key} at={null}>
            <span className="flex items-center gap-2">
              <code className="text-xs">{key}</code> <Badge tone={tone}>{label}</Badge>
            </span>
          </Row>
        );
      })}
    </>
  );
}

function ExperimentLink({ id, name, status }: WidgetExperiment) {
  const project = useProject();
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link
        href={projectPath(project.id, `/experiments/${id}`)}
        className="min-w-0 truncate font-medium hover:text-accent hover:underline"
      >
        {name}
      </Link>
      <Badge tone={STATUS[status].tone}>{STATUS[status].label}</Badge>
    </span>
  );
}

function Row({ at, children }: { readonly at: string | null; readonly children: ReactNode }) {
  const project = useProject();
  return (
    <div className="flex items-center gap-3 border-b border-line py-1.5 last:border-0">
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {at && (
        <time className="shrink-0 text-xs text-muted" title={fullTime(at, project.timezone)}>
          {ago(at)}
        </time>
      )}
    </div>
  );
}

const Nothing = ({ children }: { readonly children: ReactNode }) => (
  <p className="py-6 text-center text-muted">{children}</p>
);
