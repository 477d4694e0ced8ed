"use client";
import type { ReactNode } from "react";
import { Panel } from "@/ui/page";

interface ChartPanelProps {
  readonly compact: boolean;
  readonly chart: ReactNode;
  /** The exact values, beside every chart that is no tile. */
  readonly table?: ReactNode;
  /** What stands below both. */
  readonly more?: ReactNode;
}

/** A chart and, below it, its table. */
export function ChartPanel({ compact, chart, table, more }: ChartPanelProps) {
  if (compact) return <div className="flex h-full min-h-0 flex-col">{chart}</div>;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {chart && <Panel className="overflow-hidden">{chart}</Panel>}
      {table && <Panel className="overflow-hidden [&>div]:max-h-[32rem]">{table}</Panel>}
      {more}
    </div>
  );
}
