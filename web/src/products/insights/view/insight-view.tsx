"use client";
import { useInsight } from "@/products/insights/use-insight";
import { explainTimeout } from "@/products/insights/view/explain-timeout";
import { InsightResult } from "@/products/insights/view/insight-result";
import { cn } from "@/ui/cn";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

interface InsightViewProps {
  /** A query of any kind, as saved with an insight. */
  readonly query: unknown;
  /** A tile of a dashboard: the picture alone, as high as its parent. */
  readonly compact?: boolean;
  readonly filtersOverride?: Readonly<Record<string, unknown>> | undefined;
  /** Every other value computes anew. */
  readonly refreshKey?: number;
}

/** Computes a query of any kind and draws its answer, with loading, empty and error states. */
export function InsightView({ query, compact = false, filtersOverride, refreshKey = 0 }: InsightViewProps) {
  const answer = useInsight(query, { filtersOverride, refreshKey });
  if (answer.error && !answer.isFetching) {
    return (
      <ErrorState
        error={answer.error}
        onRetry={() => void answer.refetch()}
        title="No result."
        action={explainTimeout(answer.error)}
      />
    );
  }
  if (!answer.data) {
    return (
      <div role="status" aria-label="Loading" className={cn("flex flex-col gap-4", compact && "h-full p-3")}>
        <Skeleton className={compact ? "h-full min-h-24" : "h-80"} />
        {!compact && <Skeleton className="h-28" />}
      </div>
    );
  }
  return (
    <div
      className={cn(
        "min-w-0 transition-opacity",
        compact && "h-full",
        answer.isPlaceholderData && "opacity-50",
      )}
      aria-busy={answer.isFetching}
    >
      <InsightResult query={query} answer={answer.data} compact={compact} />
    </div>
  );
}
