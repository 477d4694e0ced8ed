"use client";
import { ChevronRight } from "lucide-react";
import { memo, useEffect, useState } from "react";
import { shortTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { eventDetail, eventTitle } from "@/products/events/describe-event";
import { EventDetail } from "@/products/events/event-detail";
import type { EventRow } from "@/products/events/types";
import { cn } from "@/ui/cn";

interface LiveTableProps {
  readonly rows: readonly EventRow[];
  /** uuid of the opened event. */
  readonly open: string | null;
  readonly onOpen: (uuid: string | null) => void;
  /** Rows that come later than the first ones light up for a moment. */
  readonly live?: boolean;
}

/** Dense list of events; a row opens in place. */
export function LiveTable({ rows, open, onOpen, live = false }: LiveTableProps) {
  const [settled, setSettled] = useState(false);
  useEffect(() => setSettled(true), []);
  return (
    <ul aria-label="Events">
      {rows.map((row) => (
        <LiveRow
          key={row.uuid}
          arriving={live && settled}
          row={row}
          open={open === row.uuid}
          onToggle={onOpen}
        />
      ))}
    </ul>
  );
}

interface LiveRowProps {
  readonly row: EventRow;
  readonly open: boolean;
  readonly onToggle: (uuid: string | null) => void;
  readonly arriving: boolean;
}

const LiveRow = memo(function LiveRow({ row, open, onToggle, arriving }: LiveRowProps) {
  const { timezone } = useProject();
  const [arrived] = useState(arriving);
  return (
    <li className={cn("border-b border-line", arrived && "animate-arrive")}>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onToggle(open ? null : row.uuid)}
        className={cn(
          "grid w-full grid-cols-[1rem_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-1.5 text-left text-sm -outline-offset-2 hover:bg-hover/60 md:grid-cols-[1rem_minmax(10rem,16rem)_minmax(0,1fr)_minmax(8rem,15rem)_auto] md:px-6",
          open && "bg-hover/60",
        )}
      >
        <ChevronRight
          className={cn("size-4 text-muted transition-transform", open && "rotate-90")}
          aria-hidden
        />
        <span className="truncate font-medium" title={row.event}>
          {eventTitle(row.event)}
        </span>
        <span className="col-start-2 row-start-2 truncate font-mono text-xs text-muted md:col-start-auto md:row-start-auto">
          {eventDetail(row)}
        </span>
        <span className="hidden truncate text-muted md:block" title={row.distinct_id}>
          {row.person?.name ?? row.distinct_id}
        </span>
        <time
          dateTime={row.timestamp}
          title={row.timestamp}
          className="col-start-3 row-start-1 font-mono text-xs text-muted tabular-nums md:col-start-auto md:row-start-auto"
        >
          {shortTime(row.timestamp, timezone)}
        </time>
      </button>
      {open && <EventDetail event={row} />}
    </li>
  );
});
