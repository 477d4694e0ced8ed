"use client";
import { GripVertical, MoreHorizontal } from "lucide-react";
import Link from "next/link";
import type { KeyboardEvent, ReactNode } from "react";
import { fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { InsightTile } from "@/products/dashboards/insight-tile";
import type { Nudge } from "@/products/dashboards/layout";
import { TextTile } from "@/products/dashboards/text-tile";
import { TILE_COLORS } from "@/products/dashboards/tile-colors";
import { insightTitle, type Tile } from "@/products/dashboards/types";
import type { TileResult } from "@/products/dashboards/use-tile-results";
import { WidgetTile } from "@/products/dashboards/widget-tile";
import { widgetTitle } from "@/products/dashboards/widgets";
import { SampleMark } from "@/products/insights/view/sample-mark";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Dropdown } from "@/ui/dropdown";

interface TileCardProps {
  readonly dashboardId: number;
  readonly tile: Tile;
  readonly result: TileResult | undefined;
  readonly editing: boolean;
  readonly onNudge: (how: Nudge) => void;
  /** Items of the tile's menu; absent: it has none. */
  readonly menu: ReactNode;
}

const KEYS: Readonly<Record<string, readonly [plain: Nudge, shift: Nudge]>> = {
  ArrowLeft: ["left", "narrower"],
  ArrowRight: ["right", "wider"],
  ArrowUp: ["up", "shorter"],
  ArrowDown: ["down", "taller"],
};

/** One tile: an insight or a live list with its title and menu, or a text. */
export function TileCard({ dashboardId, tile, result, editing, onNudge, menu }: TileCardProps) {
  const project = useProject();
  const { insight, text, widget } = tile;
  const name = insight ? insightTitle(insight) : widget ? widgetTitle(widget) : "Text";
  const framed = insight !== null || Boolean(widget);
  const onKeyDown = (event: KeyboardEvent) => {
    const how = KEYS[event.key]?.[event.shiftKey ? 1 : 0];
    if (!how) return;
    event.preventDefault();
    onNudge(how);
  };
  const color = tile.color ? TILE_COLORS[tile.color] : undefined;
  return (
    <section
      aria-label={name}
      style={color ? { borderLeftColor: color, borderLeftWidth: 3 } : undefined}
      className={cn(
        "group relative flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden rounded-lg",
        framed || editing ? "border border-line bg-surface" : "border border-transparent",
      )}
    >
      {(framed || editing) && (
        <header
          className={cn(
            "flex min-h-10 shrink-0 items-center gap-1 pr-1.5 pl-3",
            editing && "tile-handle cursor-move bg-sunken/60",
          )}
        >
          {editing && (
            <button
              type="button"
              aria-label={`Move ${name} with the arrow keys, resize it with Shift and the arrow keys`}
              onKeyDown={onKeyDown}
              className="-ml-1.5 flex size-6 items-center justify-center rounded-sm text-muted"
            >
              <GripVertical className="size-4" aria-hidden />
            </button>
          )}
          {insight && !editing ? (
            <Link
              href={projectPath(project.id, `/insights/${insight.short_id}`)}
              title={insight.description || name}
              className="min-w-0 flex-1 truncate text-sm font-semibold hover:text-accent hover:underline"
            >
              {name}
            </Link>
          ) : (
            <span className={cn("min-w-0 flex-1 truncate text-sm", framed ? "font-semibold" : "text-muted")}>
              {name}
            </span>
          )}
          <SampleMark query={result?.query} />
          {result?.fetching && result.answer && (
            <span className="animate-dot text-2xs text-muted" role="status">
              computing
            </span>
          )}
          <span className="tile-still">
            <TileMenu name={name} result={result} menu={menu} />
          </span>
        </header>
      )}
      {insight && result && <InsightTile result={result} />}
      {widget && <WidgetTile dashboardId={dashboardId} tileId={tile.id} />}
      {text && <TextTile body={text.body} />}
      {!framed && !editing && (
        <div className="absolute top-1 right-1 opacity-0 group-hover:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100">
          <TileMenu name="text" result={undefined} menu={menu} />
        </div>
      )}
    </section>
  );
}

function TileMenu({
  name,
  result,
  menu,
}: {
  readonly name: string;
  readonly result: TileResult | undefined;
  readonly menu: ReactNode;
}) {
  const project = useProject();
  const computed = result?.answer?.last_refresh;
  return (
    <Dropdown
      trigger={
        <Button size="icon-sm" variant="quiet" aria-label={`More about ${name}`}>
          <MoreHorizontal />
        </Button>
      }
    >
      {menu}
      {computed && (
        <p className="border-t border-line px-2 pt-1.5 pb-1 text-2xs text-muted">
          Computed {fullTime(computed, project.timezone)}
          {result.answer?.is_cached && " (from the cache)"}
        </p>
      )}
    </Dropdown>
  );
}
