"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import {
  type Archive,
  archiveQuery,
  isGoing,
  type RestoreOrder,
  restore,
} from "@/products/billing/archive-api";
import { restoreOrder } from "@/products/billing/restore-order";
import { RestoreRow } from "@/products/billing/restore-row";
import { useOrganizationId } from "@/products/billing/use-organization";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { toast } from "@/ui/toast";

/** What came over a limit here and still waits, and storing it after all; nothing is shown while there was nothing. */
export function ArchivePanel({ canChange }: { readonly canChange: boolean }) {
  const project = useProject();
  const archive = useQuery({ ...archiveQuery(useOrganizationId(), project.id), retry: false });
  const { results: days = [], restorations = [] } = archive.data ?? {};
  if (days.length === 0 && restorations.length === 0) return null;
  return (
    <Panel title="Waiting in storage, this environment" className="max-w-3xl">
      <p className="max-w-prose p-3 text-sm text-muted">
        {days.length === 0
          ? "Nothing waits any more."
          : "Restored events are stored as if they had come within the limit, and billed. What is not restored is deleted 30 days after it came."}
      </p>
      {days.length > 0 && (
        <ul className="border-t border-line">
          {days.map(({ day, events }) => (
            <li
              key={day}
              className="flex items-center gap-3 border-b border-line px-3 py-2 text-sm last:border-0"
            >
              <span className="tabular-nums">{day}</span>
              <span className="ml-auto tabular-nums">{exactNumber(events)} events</span>
            </li>
          ))}
        </ul>
      )}
      {canChange && days.length > 0 && <RestoreForm days={days} busy={restorations.some(isGoing)} />}
      {restorations.length > 0 && (
        <ul className="border-t border-line" aria-label="Restorations">
          {restorations.map((one) => (
            <RestoreRow key={one.id} restoration={one} canStop={canChange} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface RestoreFormProps {
  readonly days: Archive["results"];
  readonly busy: boolean;
}

function RestoreForm({ days, busy }: RestoreFormProps) {
  const project = useProject();
  const organizationId = useOrganizationId();
  const client = useQueryClient();
  const names = days.map(({ day }) => day).sort();
  const [from, setFrom] = useState(`${names[0]}T00:00`);
  const [to, setTo] = useState(`${names.at(-1)}T23:59`);
  const [event, setEvent] = useState("");
  const order = restoreOrder(from, to, event);
  const ask = useMutation({
    mutationFn: (asked: RestoreOrder) => restore(organizationId, project.id, asked),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: archiveQuery(organizationId, project.id).queryKey }),
    onError: (error) => void toast.error("Nothing was restored.", error),
  });
  return (
    <form
      className="flex flex-wrap items-end gap-3 border-t border-line p-3"
      onSubmit={(submit) => {
        submit.preventDefault();
        if (order) ask.mutate(order);
      }}
    >
      <Field label="Arrived from (UTC)">
        <Input type="datetime-local" value={from} onChange={({ target }) => setFrom(target.value)} />
      </Field>
      <Field label="to (UTC)" error={order ? undefined : "Choose an end after the start."}>
        <Input type="datetime-local" value={to} onChange={({ target }) => setTo(target.value)} />
      </Field>
      <Field label="Only events of this name">
        <Input value={event} placeholder="All events" onChange={({ target }) => setEvent(target.value)} />
      </Field>
      <Button type="submit" busy={ask.isPending} disabled={!order || busy}>
        Restore
      </Button>
    </form>
  );
}
