import type { QueryProgress } from "@/lib/api/query-progress";
import { compactNumber } from "@/lib/format";
import { bytes } from "@/products/insights/result-bar";

interface RunningProps {
  /** Null while nothing is known of it. */
  readonly progress: QueryProgress | null;
}

/** How far a query is that takes longer than a glance; nothing for all others. */
export function Running({ progress }: RunningProps) {
  if (!progress) return null;
  const { rows_read, estimated_rows_total, bytes_read, time_elapsed } = progress;
  const total = Math.max(estimated_rows_total, rows_read, 1);
  const percent = Math.min(100, Math.round((100 * rows_read) / total));
  return (
    <div className="flex flex-col gap-1 text-xs text-muted">
      <div
        role="progressbar"
        aria-label="Rows read"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-1 overflow-hidden rounded-full bg-line"
      >
        <div
          className="h-full rounded-full bg-accent transition-[width] duration-500"
          style={{ width: `${percent}%` }}
        />
      </div>
      <span className="tabular-nums">
        {compactNumber(rows_read)} of about {compactNumber(total)} rows · {bytes(bytes_read)} ·{" "}
        {Math.round(time_elapsed)} s
      </span>
    </div>
  );
}
