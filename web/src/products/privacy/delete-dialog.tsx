"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/lib/api/client";
import { exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import type { PropertyFilter } from "@/products/filters/filter";
import { FilterList } from "@/products/filters/filter-list";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { ErrorState } from "@/ui/states";
import { TagInput } from "@/ui/tag-input";
import { toast } from "@/ui/toast";

interface Found {
  readonly count: number;
  readonly people: number;
  readonly events: readonly { readonly event: string; readonly count: number }[];
}

/** Says what is to go, shows how much that is, and deletes it when somebody types the number. */
export function DeleteDialog({ onClose }: { readonly onClose: () => void }) {
  const project = useProject();
  const client = useQueryClient();
  const [names, setNames] = useState<readonly string[]>([]);
  const [filters, setFilters] = useState<PropertyFilter[]>([]);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [typed, setTyped] = useState("");
  const path = `/api/projects/${project.id}/data_deletions/`;
  const order = {
    event_names: names,
    properties: filters,
    date_from: from === "" ? null : `${from}T00:00:00Z`,
    date_to: to === "" ? null : `${to}T23:59:59.999Z`,
  };
  const preview = useMutation({ mutationFn: () => api.post<Found>(`${path}preview/`, order) });
  const remove = useMutation({
    mutationFn: (count: number) => api.post(path, { ...order, expected_count: count }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["data-deletions", project.id] });
      toast.success("The deletion has begun. The receipt follows.");
      onClose();
    },
  });
  const changed = <T,>(set: (value: T) => void) => {
    return (value: T) => {
      preview.reset();
      setTyped("");
      set(value);
    };
  };
  const found = preview.data;
  const isEmpty = names.length === 0 && filters.length === 0 && from === "" && to === "";
  const error = preview.error ?? remove.error;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Delete events"
      description="For good: neither a backup of ours nor support brings them back."
      footer={
        found && found.count > 0 ? (
          <Button
            variant="danger"
            busy={remove.isPending}
            disabled={typed.trim() !== String(found.count)}
            onClick={() => remove.mutate(found.count)}
          >
            Delete {exactNumber(found.count)} events
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={isEmpty}
            busy={preview.isPending}
            onClick={() => preview.mutate()}
          >
            Count them
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Names" hint="None means all events: then give a time or a property.">
          <TagInput tags={names} onChange={changed(setNames)} />
        </Field>
        <div className="flex flex-wrap gap-3">
          <Field label="From (UTC)">
            <Input type="date" value={from} onChange={(event) => changed(setFrom)(event.target.value)} />
          </Field>
          <Field label="To, inclusive (UTC)">
            <Input type="date" value={to} onChange={(event) => changed(setTo)(event.target.value)} />
          </Field>
        </div>
        <div className="flex flex-col gap-1">
          <span className="text-sm font-medium">Only with these properties</span>
          <FilterList
            filters={filters}
            onChange={changed(setFilters)}
            sources={["event", "person"]}
            audience="queries"
          />
        </div>
        {error && <ErrorState error={error} title="This could not be done." />}
        {found && (
          <div
            role="status"
            className="flex flex-col gap-2 rounded-md border border-line bg-sunken p-3 text-sm"
          >
            {found.count === 0 ? (
              <p>No event meets this. Change what is to go, then count again.</p>
            ) : (
              <>
                <p>
                  {exactNumber(found.count)} events of {exactNumber(found.people)} people would go.
                </p>
                <ul className="text-muted">
                  {found.events.slice(0, 8).map(({ event, count }) => (
                    <li key={event} className="flex justify-between gap-4">
                      <span className="truncate">{event}</span>
                      <span className="tabular-nums">{exactNumber(count)}</span>
                    </li>
                  ))}
                </ul>
                <Field label={`Type ${found.count} to delete them`}>
                  <Input
                    inputMode="numeric"
                    value={typed}
                    onChange={(event) => setTyped(event.target.value)}
                  />
                </Field>
              </>
            )}
          </div>
        )}
      </div>
    </Dialog>
  );
}
