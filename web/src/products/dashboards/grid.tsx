"use client";
import { GridLayout, type LayoutItem, useContainerWidth } from "react-grid-layout";
import "react-grid-layout/css/styles.css";
import type { ReactNode } from "react";
import { COLUMNS, type Placed, readingOrder } from "@/products/dashboards/layout";
import { cn } from "@/ui/cn";

interface GridProps {
  readonly boxes: readonly Placed[];
  readonly editing: boolean;
  /** Tiles that are as high as their content where tiles stand in one column. */
  readonly texts: ReadonlySet<number>;
  readonly onChange: (boxes: readonly Placed[]) => void;
  readonly children: (id: number) => ReactNode;
}

const ROW = 56;
const GAP = 12;
const GRID = { cols: COLUMNS, rowHeight: ROW, margin: [GAP, GAP], containerPadding: [0, 0] } as const;
/** Below this width (px) tiles stand in one column. */
const NARROW = 700;

/** Tiles on 12 columns; while editing they are dragged by their header and resized at their lower right corner. */
export default function Grid({ boxes, editing, texts, onChange, children }: GridProps) {
  const { width, containerRef, mounted } = useContainerWidth();
  const layout = boxes.map(({ id, ...box }): LayoutItem => ({ i: String(id), ...box, minW: 2, minH: 2 }));
  const save = (next: readonly LayoutItem[]) => {
    const after = next.map(({ i, x, y, w, h }) => ({ id: Number(i), x, y, w, h }));
    const before = new Map(boxes.map((box) => [box.id, box]));
    const same = after.every(({ id, x, y, w, h }) => {
      const box = before.get(id);
      return box && box.x === x && box.y === y && box.w === w && box.h === h;
    });
    if (!same) onChange(after);
  };
  return (
    <div ref={containerRef} className={cn("dashboard-grid", editing && "is-editing")}>
      {mounted && width < NARROW && (
        <div className="flex flex-col gap-3">
          {readingOrder(boxes).map(({ id, h }) => (
            <div
              key={id}
              className="flex min-w-0"
              style={texts.has(id) ? {} : { height: h * ROW + (h - 1) * GAP }}
            >
              {children(id)}
            </div>
          ))}
        </div>
      )}
      {mounted && width >= NARROW && (
        <GridLayout
          width={width}
          layout={layout}
          gridConfig={GRID}
          dragConfig={{ enabled: editing, handle: ".tile-handle", cancel: ".tile-still" }}
          resizeConfig={{ enabled: editing, handles: ["se"] }}
          onDragStop={save}
          onResizeStop={save}
        >
          {boxes.map(({ id }) => (
            <div key={String(id)} className="flex min-h-0 min-w-0">
              {children(id)}
            </div>
          ))}
        </GridLayout>
      )}
    </div>
  );
}
