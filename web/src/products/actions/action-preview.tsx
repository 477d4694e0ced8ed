"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useProject } from "@/lib/project-context";
import { actionPreviewQuery } from "@/products/actions/api";
import { isBlank } from "@/products/actions/step";
import type { Step } from "@/products/actions/types";
import { useDebounced } from "@/products/insights/use-debounced";
import { LiveTable } from "@/products/live/live-table";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

/** The newest events that count, for steps that needn't be saved yet. */
export function ActionPreview({ steps }: { readonly steps: readonly Step[] }) {
  const project = useProject();
  const settled = useDebounced(steps, 500);
  const asking = settled.filter((step) => !isBlank(step));
  const [open, setOpen] = useState<string | null>(null);
  const found = useQuery({
    ...actionPreviewQuery(project.id, asking),
    enabled: asking.length > 0,
    placeholderData: keepPreviousData,
  });
  return (
    <Panel title="Events that count, of the last 30 days" className="overflow-hidden">
      {asking.length === 0 ? (
        <EmptyState title="Say what counts">Matching events appear here while you edit.</EmptyState>
      ) : found.error ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <SkeletonRows rows={6} />
      ) : found.data.length === 0 ? (
        <EmptyState title="No event of the last 30 days counts">
          Loosen a condition, or look at an event in live events to see how its text, link and URL are
          written.
        </EmptyState>
      ) : (
        <div className={found.isPlaceholderData ? "opacity-50" : ""}>
          <LiveTable rows={found.data} open={open} onOpen={setOpen} />
        </div>
      )}
    </Panel>
  );
}
