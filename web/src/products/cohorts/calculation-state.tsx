import { LoaderCircle } from "lucide-react";
import { ago, exactNumber } from "@/lib/format";
import { type Cohort, isPending } from "@/products/cohorts/api";
import { Badge } from "@/ui/badge";

/** How many are in a cohort, and whether that is being computed or failed. */
export function CalculationState({ cohort }: { readonly cohort: Cohort }) {
  const { count, last_calculation: last, errors_calculating: errors } = cohort;
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap" aria-live="polite">
      <span className="font-medium tabular-nums">{count === null ? "–" : exactNumber(count)}</span>
      {isPending(cohort) ? (
        <span className="inline-flex items-center gap-1 text-xs text-muted">
          <LoaderCircle className="size-3.5 animate-spin" aria-hidden /> computing
        </span>
      ) : errors > 0 ? (
        <Badge tone="danger">failed</Badge>
      ) : (
        last && <span className="text-xs text-muted">{ago(last)}</span>
      )}
    </span>
  );
}
