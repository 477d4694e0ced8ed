"use client";
import { Bell, Mail } from "lucide-react";
import Link from "next/link";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { AlertForm } from "@/products/alerts/alert-form";
import { AlertRow } from "@/products/alerts/alert-row";
import { type Alert, useAlerts } from "@/products/alerts/api";
import { Button } from "@/ui/button";
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
  const rows = (alerts.data?.results ?? []).toSorted((a, b) => ORDER[a.state] - ORDER[b.state]);
  return (
    <>
      <PageHeader
        title="Alerts"
        description="Numbers that are watched, and who is told when they break their bounds."
        actions={
          <Button asChild variant="quiet">
            <Link href={projectPath(project.id, "/subscriptions")}>
              <Mail /> Subscriptions
            </Link>
          </Button>
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
            action={
              <Button asChild>
                <Link href={projectPath(project.id, "/insights")}>Open an insight</Link>
              </Button>
            }
          >
            Open a saved insight and choose “Alerts” in its menu: a bound, a change, or what is unusual.
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
