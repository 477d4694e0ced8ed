"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { type ArchivedDay, archiveQuery, restoreDay } from "@/products/billing/archive-api";
import { useOrganizationId } from "@/products/billing/use-organization";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { toast } from "@/ui/toast";

/** What came over a limit here and still waits; nothing is shown while nothing does. */
export function ArchivePanel({ canChange }: { readonly canChange: boolean }) {
  const project = useProject();
  const organizationId = useOrganizationId();
  const client = useQueryClient();
  const [event, setEvent] = useState("");
  const archive = useQuery({ ...archiveQuery(organizationId, project.id), retry: false });
  const restore = useMutation({
    mutationFn: (day: ArchivedDay) => restoreDay(organizationId, day, event.trim()),
    onSuccess: async ({ restored }) => {
      await client.invalidateQueries({ queryKey: archiveQuery(organizationId, project.id).queryKey });
      toast.success(`${exactNumber(restored)} events are stored.`);
    },
    onError: (error) => void toast.error("Not everything was restored: press again to go on.", error),
  });
  const days = archive.data?.results ?? [];
  if (days.length === 0) return null;
  return (
    <Panel title="Waiting in storage, this environment">
      <div className="flex flex-col gap-3 p-3">
        <p className="max-w-prose text-sm text-muted">
          Restored events are stored as if they had come within the limit, and billed. What is not restored is
          deleted 30 days after it came.
        </p>
        {canChange && (
          <Field label="Only events of this name" className="max-w-xs">
            <Input value={event} placeholder="All events" onChange={({ target }) => setEvent(target.value)} />
          </Field>
        )}
      </div>
      <ul className="border-t border-line">
        {days.map((day) => (
          <li
            key={day.day}
            className="flex items-center gap-3 border-b border-line px-3 py-2 text-sm last:border-0"
          >
            <span className="tabular-nums">{day.day}</span>
            <span className="ml-auto tabular-nums">{exactNumber(day.events)} events</span>
            {canChange && (
              <Button size="sm" busy={restore.isPending} onClick={() => restore.mutate(day)}>
                Restore
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
