"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { AlertForm } from "@/products/alerts/alert-form";
import { AlertRow } from "@/products/alerts/alert-row";
import { type Alert, useAlerts } from "@/products/alerts/api";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

interface AlertsDialogProps {
  readonly insightId: number;
  readonly name: string;
  readonly query: unknown;
  readonly onClose: () => void;
}

/** The alerts of one insight; without any, straight to setting the first. */
export function AlertsDialog({ insightId, name, query, onClose }: AlertsDialogProps) {
  const alerts = useAlerts(insightId);
  const [editing, setEditing] = useState<Alert | "new" | null>(null);
  const rows = alerts.data?.results ?? [];
  const form = editing ?? (alerts.data && rows.length === 0 ? "new" : null);
  const done = () => (rows.length === 0 && editing === null ? onClose() : setEditing(null));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Alerts on “${name}”`}
      className="w-[min(40rem,calc(100vw-2rem))]"
    >
      {alerts.error && <ErrorState error={alerts.error} onRetry={() => void alerts.refetch()} />}
      {alerts.isPending && <SkeletonRows rows={3} />}
      {form && (
        <AlertForm
          key={form === "new" ? "new" : form.id}
          insightId={insightId}
          query={query}
          alert={form === "new" ? null : form}
          onDone={done}
        />
      )}
      {!form && rows.length > 0 && (
        <>
          <ul className="divide-y divide-line">
            {rows.map((alert) => (
              <AlertRow key={alert.id} alert={alert} onEdit={() => setEditing(alert)} />
            ))}
          </ul>
          <Button className="mt-3" onClick={() => setEditing("new")}>
            <Plus /> New alert
          </Button>
        </>
      )}
    </Dialog>
  );
}
