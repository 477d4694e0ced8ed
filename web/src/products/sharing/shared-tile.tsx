"use client";
import { TextTile } from "@/products/dashboards/text-tile";
import { TILE_COLORS } from "@/products/dashboards/tile-colors";
import { InsightResult } from "@/products/insights/view/insight-result";
import { SampleMark } from "@/products/insights/view/sample-mark";
import type { SharedTile } from "@/products/sharing/api";
import { useSharedAnswer } from "@/products/sharing/public-api";
import { withoutNotes } from "@/products/sharing/without-notes";
import { cn } from "@/ui/cn";
import { Skeleton } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

interface SharedTileProps {
  readonly token: string;
  readonly unlock: string | null;
  readonly tile: SharedTile;
  readonly compact: boolean;
}

/** One insight or text of a shared page. */
export function SharedTileCard({ token, unlock, tile, compact }: SharedTileProps) {
  const { query, text } = tile;
  const answer = useSharedAnswer(token, unlock, tile.id, query !== null);
  const color = tile.color ? TILE_COLORS[tile.color] : undefined;
  if (text !== null) return <TextTile body={text} />;
  return (
    <section
      aria-label={tile.name || "Insight"}
      style={color ? { borderLeftColor: color, borderLeftWidth: 3 } : undefined}
      className="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden rounded-lg border border-line bg-surface"
    >
      {compact && (
        <header className="flex min-h-10 shrink-0 items-center gap-2 px-3">
          <h2 className="min-w-0 flex-1 truncate text-sm font-semibold" title={tile.description || tile.name}>
            {tile.name || "Insight"}
          </h2>
          <SampleMark query={query} />
        </header>
      )}
      <div className={cn("min-h-0 flex-1 overflow-auto", compact ? "px-1.5 pb-1" : "p-4")}>
        {query === null ? (
          <EmptyState title="Not shown here">This insight lists people, who are not shared.</EmptyState>
        ) : answer.error ? (
          <ErrorState error={answer.error} onRetry={() => void answer.refetch()} title="No result." />
        ) : answer.data ? (
          <InsightResult query={withoutNotes(query)} answer={answer.data} compact={compact} people={false} />
        ) : (
          <Skeleton className={compact ? "h-full min-h-24" : "h-80"} />
        )}
      </div>
    </section>
  );
}
