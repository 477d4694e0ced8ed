"use client";
import { ShieldCheck } from "lucide-react";
import { ago, shortTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import type { Schedule } from "@/products/flags/schedules/types";
import {
  describeOperation,
  describeRepeat,
  type PlanState,
  planState,
} from "@/products/flags/schedules/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";

interface ScheduleRowProps {
  readonly schedule: Schedule;
  /** Name of its environment. */
  readonly place: string;
  readonly onCancel?: () => void;
  /** Guards a ramp that is still to come. */
  readonly onGuard?: () => void;
}

const TONES: Readonly<Record<PlanState, "neutral" | "accent" | "ok" | "warn" | "danger">> = {
  planned: "neutral",
  underway: "accent",
  retrying: "warn",
  done: "ok",
  failed: "danger",
};

/** One planned change: what, where, when, and what became of it. */
export function ScheduleRow({ schedule, place, onCancel, onGuard }: ScheduleRowProps) {
  const { timezone } = useProject();
  const show = (time: string) => shortTime(time, timezone);
  const state = planState(schedule);
  const repeat = describeRepeat(schedule, show);
  const author = schedule.created_by;
  const time = schedule.executed_at ?? schedule.scheduled_at;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3 py-2.5 last:border-0">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-1.5 text-sm font-medium">
          {describeOperation(schedule.payload)}
          <Badge tone={TONES[state]}>{state}</Badge>
        </p>
        <p className="text-sm">
          {place}, {schedule.executed_at === null && (repeat || state === "underway") && "next "}
          <time dateTime={time}>{show(time)}</time> <span className="text-muted">({ago(time)})</span>
          {repeat && ` · ${repeat}`}
        </p>
        {schedule.failure_reason !== null && (
          <p className="text-sm break-words text-danger">{schedule.failure_reason}</p>
        )}
        {author && <p className="text-xs text-muted">by {author.first_name || author.email}</p>}
      </div>
      {onGuard && (
        <Button size="sm" onClick={onGuard}>
          <ShieldCheck /> Guard it
        </Button>
      )}
      {onCancel && (
        <Button size="sm" variant="danger" onClick={onCancel}>
          Cancel
        </Button>
      )}
    </li>
  );
}
