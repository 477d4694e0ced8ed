"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { api, withQuery } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import { ago, exactNumber, fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { DataSections } from "@/products/definitions/data-sections";
import { AccountingPanel } from "@/products/warnings/accounting-panel";
import { groupWarnings, prettySample, type Warning, type WarningGroup } from "@/products/warnings/group";
import { Badge } from "@/ui/badge";
import { cn } from "@/ui/cn";
import { CodeBlock } from "@/ui/code-block";
import { PageHeader, Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { ToggleGroup } from "@/ui/toggle-group";

const DAYS = ["1", "7", "30"] as const;
type Days = (typeof DAYS)[number];
const DAY_MS = 86_400_000;
const LIMIT = 1000;

/** What was refused or only partly done, with the events that were sent and the way out. */
export function WarningsPage() {
  const project = useProject();
  const [days, setDays] = useQueryState("days", parseAsStringLiteral(DAYS).withDefault("7"));
  const warnings = useQuery({
    queryKey: ["ingestion-warnings", project.id, days],
    queryFn: ({ signal }) => {
      const after = new Date(Date.now() - Number(days) * DAY_MS).toISOString();
      const path = withQuery(`/api/projects/${project.id}/ingestion/warnings/`, { after, limit: LIMIT });
      return api.get<Page<Warning>>(path, signal);
    },
  });
  const groups = groupWarnings(warnings.data?.results ?? []);
  return (
    <>
      <PageHeader
        title="Data management"
        actions={
          <ToggleGroup<Days>
            label="Period"
            value={days}
            onChange={(next) => void setDays(next)}
            options={[
              { value: "1", label: "24 hours" },
              { value: "7", label: "7 days" },
              { value: "30", label: "30 days" },
            ]}
          />
        }
      />
      <DataSections active="warnings" />
      <div className="flex max-w-5xl flex-col gap-4 p-4 md:p-6">
        <AccountingPanel days={Number(days)} />
        {warnings.error && <ErrorState error={warnings.error} onRetry={() => void warnings.refetch()} />}
        {warnings.isPending && <SkeletonRows rows={5} />}
        {warnings.data && groups.length === 0 && (
          <EmptyState title="No warnings" className="m-0">
            Everything that arrived in this time was understood as it was meant.
          </EmptyState>
        )}
        {groups.map((group) => (
          <GroupPanel key={group.type} group={group} />
        ))}
        {warnings.data?.next && (
          <p className="text-sm text-muted">
            These are the newest {exactNumber(LIMIT)}; choose a shorter period for all.
          </p>
        )}
      </div>
    </>
  );
}

function GroupPanel({ group }: { readonly group: WarningGroup }) {
  const project = useProject();
  const { advice } = group;
  return (
    <Panel
      title={
        <span className="flex flex-wrap items-center gap-2">
          {advice && <Badge tone={advice.effect === "refused" ? "danger" : "warn"}>{advice.effect}</Badge>}
          <code className="font-mono text-xs">{group.type}</code>
        </span>
      }
      actions={
        <span className="text-xs text-muted" title={fullTime(group.last, project.timezone)}>
          <b className="text-sm text-text tabular-nums">{exactNumber(group.count)}</b>{" "}
          {group.count === 1 ? "time" : "times"}, last {ago(group.last)}
        </span>
      }
    >
      <div className="flex flex-col gap-1.5 p-3 text-sm">
        <p>{advice?.what ?? group.detail}</p>
        {advice && (
          <p className="text-muted">
            <span className="font-medium text-text">What to do: </span>
            {advice.todo}
          </p>
        )}
        {advice?.example && <CodeBlock code={advice.example} label="As it should be" wrap />}
      </div>
      {group.examples.length > 0 && (
        <ul className="border-t border-line">
          {group.examples.map((example) => (
            <Example key={`${example.timestamp}${example.uuid}${example.sample}`} warning={example} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Example({ warning }: { readonly warning: Warning }) {
  const project = useProject();
  const [open, setOpen] = useState(false);
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-2 px-3 py-1.5 text-left text-xs -outline-offset-2 hover:bg-hover/60"
      >
        <ChevronRight className={cn("size-4 shrink-0 text-muted", open && "rotate-90")} aria-hidden />
        <code className="min-w-0 flex-1 truncate font-mono">{warning.sample}</code>
        <time className="shrink-0 text-muted">{ago(warning.timestamp)}</time>
      </button>
      {open && (
        <div className="px-3 pb-3">
          <CodeBlock code={prettySample(warning.sample)} label="What was sent" wrap />
          {warning.distinct_id && (
            <p className="mt-1.5 text-xs text-muted">
              Sent for{" "}
              <Link
                href={projectPath(project.id, `/persons/${encodeURIComponent(warning.distinct_id)}`)}
                className="font-mono text-accent underline underline-offset-2"
              >
                {warning.distinct_id}
              </Link>
            </p>
          )}
        </div>
      )}
    </li>
  );
}
