"use client";
import { useState } from "react";
import { exactNumber } from "@/lib/format";
import { toRequest } from "@/products/insights/query/request";
import type { FunnelsQuery } from "@/products/insights/query/types";
import { useInsight } from "@/products/insights/use-insight";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";
import { ToggleGroup } from "@/ui/toggle-group";

interface Item {
  readonly event: { readonly event: string };
  readonly success_count: number;
  readonly failure_count: number;
  readonly odds_ratio: number;
  readonly correlation_type: "success" | "failure";
  readonly significant?: boolean;
}

type Kind = "events" | "properties";

/** What those who came through did or are more often than those who dropped off. Asked only when wanted: it reads much. */
export function Correlation({ query }: { readonly query: FunnelsQuery }) {
  const [kind, setKind] = useState<Kind | null>(null);
  if (kind === null) {
    return (
      <Button className="self-start" variant="quiet" onClick={() => setKind("events")}>
        What goes with coming through?
      </Button>
    );
  }
  return (
    <Panel
      title="What goes with coming through"
      actions={
        <ToggleGroup<Kind>
          label="Compare"
          value={kind}
          options={[
            { value: "events", label: "Events" },
            { value: "properties", label: "Properties" },
          ]}
          onChange={setKind}
        />
      }
      className="overflow-hidden [&>div]:max-h-[32rem]"
    >
      <Found query={query} kind={kind} />
    </Panel>
  );
}

function Found({ query, kind }: { readonly query: FunnelsQuery; readonly kind: Kind }) {
  const answer = useInsight({
    kind: "FunnelCorrelationQuery",
    source: { kind: "FunnelsActorsQuery", source: toRequest(query) },
    funnelCorrelationType: kind,
    ...(kind === "properties" ? { funnelCorrelationNames: ["$all"] } : {}),
  });
  if (answer.error && !answer.isFetching)
    return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data || answer.isPlaceholderData) return <SkeletonRows rows={5} />;
  const { events = [], skewed } = answer.data.results as { events?: readonly Item[]; skewed?: boolean };
  if (events.length === 0) {
    return (
      <EmptyState title="Nothing stands out">
        Those who came through and those who dropped off did the same.
      </EmptyState>
    );
  }
  return (
    <>
      {skewed && (
        <p className="border-l-2 border-warn px-4 py-2 text-sm text-muted">
          Nearly everyone is on one side, so these comparisons rest on few people.
        </p>
      )}
      <DataTable
        rows={events}
        columns={COLUMNS}
        rowKey={(item) => `${item.correlation_type} ${item.event.event}`}
        label="What goes with coming through"
      />
    </>
  );
}

const COLUMNS: Column<Item>[] = [
  {
    id: "name",
    header: "Event or property",
    sortBy: ({ event }) => event.event,
    className: "min-w-40 max-w-96",
    cell: ({ event }) => (
      <span className="block truncate" title={event.event}>
        {event.event.replaceAll("::", " = ")}
      </span>
    ),
  },
  {
    id: "with",
    header: "Goes with",
    sortBy: ({ correlation_type: type }) => type,
    cell: ({ correlation_type: type, significant }) => (
      <span className="flex items-center gap-1.5">
        <Badge tone={type === "success" ? "ok" : "danger"}>
          {type === "success" ? "coming through" : "dropping off"}
        </Badge>
        {significant === false && <Badge>may be chance</Badge>}
      </span>
    ),
  },
  {
    id: "odds",
    header: "Odds",
    align: "right",
    sortBy: ({ odds_ratio: odds }) => odds,
    cell: ({ odds_ratio: odds }) =>
      `${odds >= 1 ? exactNumber(Math.round(odds * 10) / 10) : `1/${exactNumber(Math.round(10 / odds) / 10)}`} ×`,
  },
  {
    id: "success",
    header: "Came through",
    align: "right",
    sortBy: ({ success_count: count }) => count,
    cell: ({ success_count: count }) => exactNumber(count),
  },
  {
    id: "failure",
    header: "Dropped off",
    align: "right",
    sortBy: ({ failure_count: count }) => count,
    cell: ({ failure_count: count }) => exactNumber(count),
  },
];
