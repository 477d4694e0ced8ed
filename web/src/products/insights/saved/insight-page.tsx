"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useProject } from "@/lib/project-context";
import { parseQuery } from "@/products/insights/query/parse";
import { insightQuery, noteViewed } from "@/products/insights/saved/api";
import { SavedExplorer } from "@/products/insights/saved/saved-explorer";
import { SavedRows } from "@/products/insights/saved/saved-rows";
import { PageHeader } from "@/ui/page";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

/** A saved insight: its answer, its editor, and what can be done with it. */
export function InsightPage({ shortId }: { readonly shortId: string }) {
  const project = useProject();
  const insight = useQuery(insightQuery(project.id, shortId));
  const id = insight.data?.id;
  useEffect(() => {
    // Nothing depends on it: a view that is not counted is no mistake to show.
    if (id !== undefined) void noteViewed(project.id, id).catch(() => undefined);
  }, [project.id, id]);
  if (insight.isPending) {
    return (
      <>
        <PageHeader title="Insight" />
        <div className="p-6">
          <Skeleton className="h-96" />
        </div>
      </>
    );
  }
  if (insight.error) {
    return (
      <>
        <PageHeader title="Insight" />
        <ErrorState
          error={insight.error}
          onRetry={() => void insight.refetch()}
          title="This insight did not load."
        />
      </>
    );
  }
  const query = parseQuery(insight.data.query);
  return query ? (
    <SavedExplorer insight={insight.data} saved={query} />
  ) : (
    <SavedRows insight={insight.data} />
  );
}
