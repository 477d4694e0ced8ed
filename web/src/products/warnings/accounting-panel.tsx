"use client";
import { useQuery } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import { exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { type Account, totals } from "@/products/warnings/group";
import { cn } from "@/ui/cn";
import { Panel } from "@/ui/page";
import { Skeleton } from "@/ui/skeleton";

const DAY_MS = 86_400_000;

/** What became of everything that was received in the last days; the parts add up. */
export function AccountingPanel({ days }: { readonly days: number }) {
  const project = useProject();
  const account = useQuery({
    queryKey: ["ingestion-accounting", project.id, days],
    retry: false,
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
      const path = withQuery(`/api/projects/${project.id}/ingestion/accounting/`, { from });
      return api.get<{ readonly results: readonly Account[] }>(path, signal);
    },
  });
  if (account.error) return null;
  const sum = account.data && totals(account.data.results);
  const parts: readonly [string, number | undefined, boolean?][] = [
    ["Received", sum?.received],
    ["Stored", sum?.stored],
    ["Repeated, counted once", sum?.duplicate],
    ["Refused", sum?.refused, true],
    ["Over the limit", sum?.overLimit, true],
    ["Held back", sum?.quarantined, true],
  ];
  return (
    <Panel title="What became of everything received">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 p-3 sm:grid-cols-3 lg:grid-cols-6">
        {parts.map(([label, value, bad]) => (
          <div key={label}>
            <dt className="text-xs text-muted">{label}</dt>
            <dd className={cn("text-base font-semibold tabular-nums", bad && value ? "text-danger" : "")}>
              {value === undefined ? <Skeleton className="h-5 w-16" /> : exactNumber(value)}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
