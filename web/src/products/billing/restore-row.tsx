"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { fullTime } from "@/lib/format";
import { archiveQuery, isGoing, type Restoration, stopRestore } from "@/products/billing/archive-api";
import { restoreText } from "@/products/billing/restore-order";
import { useOrganizationId } from "@/products/billing/use-organization";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";

interface RestoreRowProps {
  readonly restoration: Restoration;
  readonly canStop: boolean;
}

/** One restoration: what, how far, and why it waits. */
export function RestoreRow({ restoration, canStop }: RestoreRowProps) {
  const organizationId = useOrganizationId();
  const client = useQueryClient();
  const { date_from, date_to, event, state, error, total, done, environment_id } = restoration;
  const stop = useMutation({
    mutationFn: () => stopRestore(organizationId, restoration),
    onSettled: () =>
      client.invalidateQueries({ queryKey: archiveQuery(organizationId, environment_id).queryKey }),
    onError: (failed) => void toast.error("It was not stopped.", failed),
  });
  const open = isGoing(restoration) || state === "failed";
  return (
    <li className="flex flex-col gap-1 border-b border-line px-3 py-2 text-sm last:border-0">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span>{event === "" ? "All events" : event}</span>
        <span className="text-muted">
          {fullTime(date_from, "UTC")} to {fullTime(date_to, "UTC")}
        </span>
        <span className="ml-auto tabular-nums" aria-live="polite">
          {restoreText(restoration)}
        </span>
        {open && canStop && (
          <Button size="sm" variant="quiet" busy={stop.isPending} onClick={() => stop.mutate()}>
            Stop
          </Button>
        )}
      </span>
      {isGoing(restoration) && (
        <progress
          className="h-1 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
          aria-label="Events looked at"
          {...(total === null ? {} : { max: Math.max(total, 1), value: done })}
        />
      )}
      {state === "failed" && error && (
        <span role="alert" className="text-danger">
          {error} It goes on by itself, or ask again.
        </span>
      )}
    </li>
  );
}
