"use client";
import type { TileResult } from "@/products/dashboards/use-tile-results";
import { explainTimeout } from "@/products/insights/view/explain-timeout";
import { InsightResult } from "@/products/insights/view/insight-result";
import { cn } from "@/ui/cn";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

/** The picture of a tile's insight, in whatever state its query is. */
export function InsightTile({ result }: { readonly result: TileResult }) {
  const { answer, error, fetching, query, recompute } = result;
  if (error && !fetching) {
    return (
      <ErrorState
        error={error}
        onRetry={recompute}
        title="No result."
        action={explainTimeout(error)}
        className="m-3 overflow-auto"
      />
    );
  }
  if (!answer) {
    return (
      <div role="status" aria-label="Computing" className="flex min-h-0 flex-1 p-3">
        <Skeleton className="flex-1" />
      </div>
    );
  }
  return (
    <div
      className={cn("min-h-0 flex-1 overflow-auto px-1.5 pb-1", fetching && "opacity-60")}
      aria-busy={fetching}
    >
      <InsightResult query={query} answer={answer} compact />
    </div>
  );
}
