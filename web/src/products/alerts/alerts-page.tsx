"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Bell, Mail, Plus } from "lucide-react";
import Link from "next/link";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { AlertForm } from "@/products/alerts/alert-form";
import { AlertRow } from "@/products/alerts/alert-row";
import { AlertsDialog } from "@/products/alerts/alerts-dialog";
import { type Alert, useAlerts } from "@/products/alerts/api";
import { kindTitle } from "@/products/insights/query/kinds";
import { unwrapQuery } from "@/products/insights/query/unwrap";
import { insightListQuery, insightName, type SavedInsight } from "@/products/insights/saved/api";
import { useDebounced } from "@/products/insights/use-debounced";
import { Button } from "@/ui/button";
import { Combobox } from "@/ui/combobox";
import { Dialog } from "@/ui/dialog";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

const ORDER = { Firing: 0, Errored: 1, "Not firing": 2, Snoozed: 3 } as const;

/** Every alert of the project, those that need somebody first. */
export function AlertsPage() {
  const project = useProject();
  const alerts = useAlerts();
  const [chosen] = useQueryState("alert");
  const [editing, setEditing] = useState<Alert | null>(null);
  const [watching, setWatching] = useState<SavedInsight | null>(null);
  const rows = (alerts.data?.results ?? []).toSorted((a, b) => ORDER[a.state] - ORDER[b.state]);
  return (
    <>
      <PageHeader
        title="Alerts"
        description="Numbers that are watched, and who is told when they break their bounds."
        actions={
          <>
            <Button asChild variant="quiet">
              <Link href={projectPath(project.id, "/subscriptions")}>
                <Mail /> Subscriptions
              </Link>
            </Button>
            {rows.length > 0 && <NewAlert onPick={setWatching} />}
          </>
        }
      />
      <div className="max-w-4xl p-4 md:p-6">
        {alerts.error && <ErrorState error={alerts.error} onRetry={() => void alerts.refetch()} />}
        {alerts.isPending && <SkeletonRows rows={4} />}
        {alerts.data && rows.length === 0 && (
          <EmptyState
            icon={<Bell />}
            title="Nothing is watched yet"
            className="m-0"
            action={<NewAlert onPick={setWatching} />}
          >
            Choose a saved insight and what to watch for: a bound, a change, or what is unusual. Alerts are
            also in the menu of each insight.
          </EmptyState>
        )}
        <ul className="divide-y divide-line">
          {rows.map((alert) => (
            <AlertRow
              key={alert.id}
              alert={alert}
              named
              open={alert.id === chosen}
              onEdit={() => setEditing(alert)}
            />
          ))}
        </ul>
      </div>
      {watching && (
        <AlertsDialog
          insightId={watching.id}
          name={insightName(watching)}
          query={watching.query}
          onClose={() => setWatching(null)}
        />
      )}
      {editing && (
        <Dialog open onOpenChange={() => setEditing(null)} title="Change alert">
          <AlertForm
            insightId={editing.insight.id}
            query={editing.insight.query}
            alert={editing}
            onDone={() => setEditing(null)}
          />
        </Dialog>
      )}
    </>
  );
}

const EVERY = { search: "", kind: "", tag: "", favorited: false, mine: false, offset: 0 };

/** Chooses the insight to watch. */
function NewAlert({ onPick }: { readonly onPick: (insight: SavedInsight) => void }) {
  const project = useProject();
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed.trim(), 200);
  const found = useQuery({
    ...insightListQuery(project.id, { ...EVERY, search }),
    placeholderData: keepPreviousData,
  });
  const insights = found.data?.results ?? [];
  return (
    <Combobox
      placeholder="Search saved insights"
      loading={found.isPending}
      onType={setTyped}
      leadsOn
      options={insights.map((insight) => ({
        value: insight.short_id,
        label: insightName(insight),
        hint: kindTitle(unwrapQuery(insight.query)?.kind),
      }))}
      onChange={(id) => {
        const insight = insights.find((item) => item.short_id === id);
        if (insight) onPick(insight);
      }}
      trigger={
        <Button variant="primary">
          <Plus /> New alert
        </Button>
      }
    />
  );
}
