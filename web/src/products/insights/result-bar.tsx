"use client";
import { RotateCw, Square } from "lucide-react";
import type { ReactNode } from "react";
import type { QueryAnswer } from "@/lib/api/query";
import { ago, compactNumber } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Tooltip } from "@/ui/tooltip";

interface ResultBarProps {
  readonly answer: QueryAnswer<unknown> | undefined;
  readonly running: boolean;
  readonly onRefresh: () => void;
  readonly onStop: () => void;
  readonly children?: ReactNode;
}

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes to three digits: `12.3 MB`. */
export function bytes(count: number): string {
  const power = count < 1 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), UNITS.length - 1);
  const value = count / 1000 ** power;
  // 999.6 kB would round to a fourth digit.
  if (power > 0 && power < UNITS.length - 1 && value >= 999.5) return `1.00 ${UNITS[power + 1]}`;
  return `${power === 0 ? value : value.toPrecision(3)} ${UNITS[power]}`;
}

/** How old an answer is, what it cost, and a way to compute it again. */
export function ResultBar({ answer, running, onRefresh, onStop, children }: ResultBarProps) {
  const cost = answer?.statistics;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
      {answer?.last_refresh && (
        <Tooltip content="A cached answer is from the same data; the arrow computes anew.">
          <span className="flex items-center gap-1.5">
            <Badge tone={answer.is_cached ? "neutral" : "ok"}>{answer.is_cached ? "cached" : "fresh"}</Badge>
            computed {ago(answer.last_refresh)}
          </span>
        </Tooltip>
      )}
      {cost && (
        <span className="tabular-nums">
          {Math.round(cost.elapsed * 1000)} ms · {compactNumber(cost.rows_read)} rows ·{" "}
          {bytes(cost.bytes_read)}
        </span>
      )}
      <span className="flex-1" />
      {children}
      {running ? (
        <Button size="sm" variant="quiet" onClick={onStop}>
          <Square /> Stop
        </Button>
      ) : (
        <Button size="icon-sm" variant="quiet" aria-label="Compute again" onClick={onRefresh}>
          <RotateCw className={cn(running && "animate-spin")} />
        </Button>
      )}
    </div>
  );
}
