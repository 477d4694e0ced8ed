"use client";
import {
  addMonths,
  eachDayOfInterval,
  endOfMonth,
  endOfWeek,
  format,
  isSameMonth,
  startOfMonth,
  startOfWeek,
} from "date-fns";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";

interface CalendarProps {
  /** `YYYY-MM-DD` or null. */
  readonly from: string | null;
  readonly to: string | null;
  readonly weekStartsOn: 0 | 1;
  /** Called with a complete range, earlier day first. */
  readonly onRange: (from: string, to: string) => void;
}

/** A month in which two presses choose a range of days. */
export function Calendar({ from, to, weekStartsOn, onRange }: CalendarProps) {
  const [month, setMonth] = useState(() => startOfMonth(to ? new Date(`${to}T12:00:00`) : new Date()));
  const [anchor, setAnchor] = useState<string | null>(null);
  const days = eachDayOfInterval({
    start: startOfWeek(month, { weekStartsOn }),
    end: endOfWeek(endOfMonth(month), { weekStartsOn }),
  });
  const today = format(new Date(), "yyyy-MM-dd");
  const press = (day: string) => {
    if (anchor === null) return setAnchor(day);
    setAnchor(null);
    onRange(anchor < day ? anchor : day, anchor < day ? day : anchor);
  };
  const chosen = (day: string) =>
    anchor === null ? from !== null && to !== null && day >= from && day <= to : day === anchor;
  return (
    <div className="w-60">
      <div className="mb-1 flex items-center justify-between">
        <Button
          size="icon-sm"
          variant="quiet"
          aria-label="Month before"
          onClick={() => setMonth(addMonths(month, -1))}
        >
          <ChevronLeft />
        </Button>
        <span className="text-sm font-medium" aria-live="polite">
          {format(month, "MMMM yyyy")}
        </span>
        <Button
          size="icon-sm"
          variant="quiet"
          aria-label="Month after"
          onClick={() => setMonth(addMonths(month, 1))}
        >
          <ChevronRight />
        </Button>
      </div>
      <div className="grid grid-cols-7 text-center">
        {days.slice(0, 7).map((day) => (
          <span key={day.getDay()} className="py-1 text-2xs text-muted">
            {format(day, "EEEEEE")}
          </span>
        ))}
        {days.map((date) => {
          const day = format(date, "yyyy-MM-dd");
          return (
            <button
              key={day}
              type="button"
              aria-pressed={chosen(day)}
              aria-label={format(date, "d MMMM yyyy")}
              onClick={() => press(day)}
              className={cn(
                "h-8 text-sm tabular-nums hover:bg-hover",
                !isSameMonth(date, month) && "text-muted/70",
                day === today && "font-semibold underline underline-offset-4",
                chosen(day) && "bg-accent-soft text-accent",
                (day === from || day === to || day === anchor) &&
                  chosen(day) &&
                  "bg-accent text-accent-ink hover:bg-accent",
              )}
            >
              {date.getDate()}
            </button>
          );
        })}
      </div>
      <p className="pt-1.5 text-xs text-muted">
        {anchor === null ? "Choose the first day." : "Now the last day."}
      </p>
    </div>
  );
}
