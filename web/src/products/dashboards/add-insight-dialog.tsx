"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Check, Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ago } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { insightSearchQuery, useAddInsight } from "@/products/dashboards/api";
import { insightTitle, type TileInsight } from "@/products/dashboards/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { SearchInput } from "@/ui/input";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

interface AddInsightDialogProps {
  readonly dashboardId: number;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Saved insights to put on the dashboard, or a way to a new one. */
export function AddInsightDialog({ dashboardId, open, onClose }: AddInsightDialogProps) {
  const project = useProject();
  const [search, setSearch] = useState("");
  const found = useQuery({
    ...insightSearchQuery(project.id, search),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title="Add an insight"
      footer={
        <Button asChild>
          <Link href={`${projectPath(project.id, "/insights/new")}?dashboard=${dashboardId}`}>
            <Plus /> New insight
          </Link>
        </Button>
      }
    >
      <SearchInput
        autoFocus
        placeholder="Search saved insights"
        aria-label="Search saved insights"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <SkeletonRows rows={5} />}
      {found.data?.results.length === 0 && (
        <EmptyState title={search ? "No saved insight matches" : "No insight is saved yet"}>
          {!search && "Build one in the explorer and save it; then it can stand on any number of dashboards."}
        </EmptyState>
      )}
      <ul className="mt-2">
        {found.data?.results.map((insight) => (
          <InsightRow key={insight.id} insight={insight} dashboardId={dashboardId} />
        ))}
      </ul>
    </Dialog>
  );
}

function InsightRow({
  insight,
  dashboardId,
}: {
  readonly insight: TileInsight;
  readonly dashboardId: number;
}) {
  const project = useProject();
  const add = useAddInsight(project.id, dashboardId);
  const there = insight.dashboards.includes(dashboardId) || add.isSuccess;
  return (
    <li className="flex items-center gap-3 border-b border-line py-1.5 last:border-0">
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{insightTitle(insight)}</span>
        <span className="block truncate text-xs text-muted">
          {insight.description || `Changed ${ago(insight.last_modified_at)}`}
        </span>
      </span>
      {there ? (
        <span className="flex items-center gap-1 text-xs text-muted">
          <Check className="size-4 text-ok" aria-hidden /> on the dashboard
        </span>
      ) : (
        <Button
          size="sm"
          busy={add.isPending}
          aria-label={`Add ${insightTitle(insight)}`}
          onClick={() => add.mutate(insight)}
        >
          Add
        </Button>
      )}
    </li>
  );
}
