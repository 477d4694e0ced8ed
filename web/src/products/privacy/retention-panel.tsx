"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/lib/api/client";
import { exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import type { Retention } from "@/products/privacy/types";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

const CHOICES = [
  { value: "plan", label: "As long as the plan keeps them" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "730", label: "2 years" },
  { value: "1825", label: "5 years" },
] as const;

const shown = (days: number | null): string => {
  if (days === null) return "for ever";
  const years = days / 365;
  return years >= 1 && Number.isInteger(years)
    ? `for ${years} ${years === 1 ? "year" : "years"}`
    : `for ${exactNumber(days)} days`;
};

/** How long events are kept, what was announced, what went, what can be brought back. */
export function RetentionPanel() {
  const project = useProject();
  const client = useQueryClient();
  const path = `/api/projects/${project.id}/retention/`;
  const key = ["retention", project.id];
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<Retention>(path, signal) });
  const save = useMutation({
    mutationFn: (days: number | null) => api.patch<Retention>(path, { event_days: days }),
    onSuccess: (saved) => client.setQueryData(key, saved),
    onError: (error) => toast.error("This could not be saved.", error),
  });
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={3} />;
  const { event_days, own_days, notice_days, effective_at, deleted_before, deleted_events } = query.data;
  const own = own_days === null ? "plan" : String(own_days);
  const options = CHOICES.some(({ value }) => value === own)
    ? CHOICES
    : [...CHOICES, { value: own, label: `${own} days` }];
  const announced = effective_at !== null && new Date(effective_at) > new Date();
  return (
    <Panel title="How long events are kept">
      <div className="flex flex-col gap-2 p-3 text-sm">
        <div className="flex flex-wrap items-center gap-3">
          <Select
            aria-label="How long events are kept"
            value={own}
            options={options}
            onChange={(days) => save.mutate(days === "plan" ? null : Number(days))}
          />
          <span className="text-muted">Events of this project are kept {shown(event_days)}.</span>
        </div>
        {announced && (
          <p role="status">
            From {effective_at.slice(0, 10)} on, older events are deleted. Admins were told by mail.
          </p>
        )}
        {deleted_before !== null && (
          <p>
            {exactNumber(deleted_events)} events of before {deleted_before} were deleted.
          </p>
        )}
        <RestoreRow retention={query.data} />
        <p className="text-xs text-muted">
          Nothing goes without notice: admins get a mail {notice_days} days before. Usage stays counted, and
          recordings have a time of their own.
        </p>
      </div>
    </Panel>
  );
}

function RestoreRow({ retention }: { readonly retention: Retention }) {
  const project = useProject();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const { restorable_days: days, restore_days: period } = retention;
  const restore = useMutation({
    mutationFn: () =>
      api.post(`/api/projects/${project.id}/retention/restore/`, {
        date_from: days[0],
        date_to: days.at(-1),
      }),
    onSuccess: async () => {
      setAsked(true);
      toast.success(`They come back within minutes and stay for ${period} days.`);
      await client.invalidateQueries({ queryKey: ["retention", project.id] });
    },
    onError: (error) => toast.error("They could not be restored.", error),
  });
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || asked) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span>
        {first === last ? `Events of ${first}` : `Events of ${first} to ${last}`} can still be restored.
      </span>
      <Button size="sm" busy={restore.isPending} onClick={() => restore.mutate()}>
        Restore
      </Button>
    </div>
  );
}
