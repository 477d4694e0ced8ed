"use client";
import { formatUsd } from "@edgewise/core/billing/money.ts";
import { queryOptions, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { api } from "@/lib/api/client";
import { exactNumber } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

interface Share {
  readonly units: number;
  readonly cost_micros: number;
}

interface Costs {
  readonly date_from: string;
  readonly dashboards: readonly {
    readonly id: number;
    readonly name: string;
    readonly events: readonly string[];
    readonly all_events: boolean;
    readonly unknown: boolean;
    readonly total: Share;
    readonly alone: Share;
  }[];
  readonly flags: readonly {
    readonly key: string;
    readonly evaluations: number;
    readonly cost_micros: number;
  }[];
  readonly recordings: Share;
}

const costsQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["costs", projectId],
    queryFn: ({ signal }) => api.get<Costs>(`/api/projects/${projectId}/costs/`, signal),
  });

const MAX_NAMES = 4;

/** What each dashboard, flag and the recording rule of the environment stand for in the running month. */
export function CostsSection() {
  const project = useProject();
  const costs = useQuery(costsQuery(project.id));
  if (costs.error) return <ErrorState error={costs.error} onRetry={() => void costs.refetch()} />;
  if (!costs.data) return <SkeletonRows rows={8} />;
  const { dashboards, flags, recordings } = costs.data;
  return (
    <>
      <Panel title="Dashboards, by the events they read">
        <Lines empty="There is no dashboard with insights yet.">
          {dashboards.map((row) => (
            <Line
              key={row.id}
              href={projectPath(project.id, `/dashboards/${row.id}`)}
              name={row.name || "Untitled"}
              note={readsText(row)}
              cost={row.total.cost_micros}
              more={`${exactNumber(row.total.units)} events; ${formatUsd(row.alone.cost_micros)} of it for events that only this dashboard reads`}
            />
          ))}
        </Lines>
      </Panel>
      <Panel title="Flags, by how often requests evaluated them">
        <Lines empty="No flag was evaluated by a request this month. Local evaluation is free.">
          {flags.map((row) => (
            <Line
              key={row.key}
              href={projectPath(project.id, `/flags?search=${encodeURIComponent(row.key)}`)}
              name={row.key}
              note={`${exactNumber(row.evaluations)} evaluations`}
              cost={row.cost_micros}
            />
          ))}
        </Lines>
      </Panel>
      <Panel title="Recordings, by this environment’s rule">
        <Lines empty="">
          <Line
            href={projectPath(project.id, "/settings/environments")}
            name="Which sessions are recorded"
            note={`${exactNumber(recordings.units)} recordings`}
            cost={recordings.cost_micros}
          />
        </Lines>
      </Panel>
      <p className="max-w-prose text-xs text-muted">
        Since {costs.data.date_from}, of this environment. Looking at things costs nothing: a dashboard stands
        for the events that its insights read, which others may read too, and a flag for its part of the
        requests. Free units are shared by everything.
      </p>
    </>
  );
}

function readsText({ events, all_events, unknown }: Costs["dashboards"][number]): string {
  const rest = unknown ? ", and what its SQL and actions read" : "";
  if (all_events) return `All events${rest}`;
  if (events.length === 0) return unknown ? "SQL and actions: what they read can’t be told" : "No events";
  const more = events.length > MAX_NAMES ? ` and ${events.length - MAX_NAMES} more` : "";
  return `${events.slice(0, MAX_NAMES).join(", ")}${more}${rest}`;
}

function Lines({ children, empty }: { readonly children: ReactNode; readonly empty: string }) {
  const isEmpty = Array.isArray(children) && children.length === 0;
  return isEmpty ? (
    <p className="p-3 text-sm text-muted">{empty}</p>
  ) : (
    <ul className="text-sm">{children}</ul>
  );
}

function Line({
  href,
  name,
  note,
  cost,
  more,
}: {
  readonly href: string;
  readonly name: string;
  readonly note: string;
  readonly cost: number;
  readonly more?: string;
}) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 border-b border-line px-3 py-2 last:border-0">
      <div className="min-w-0 grow basis-56">
        <Link href={href} className="font-medium break-words hover:text-accent hover:underline">
          {name}
        </Link>
        <p className="text-xs break-words text-muted">{note}</p>
        {more && <p className="text-xs text-muted tabular-nums">{more}</p>}
      </div>
      <span className="font-semibold tabular-nums">{formatUsd(cost)}</span>
    </li>
  );
}
