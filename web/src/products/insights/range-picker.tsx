"use client";
import { CalendarDays } from "lucide-react";
import { useState } from "react";
import { useProject } from "@/lib/project-context";
import type { Interval } from "@/products/insights/query/types";
import { describeRange, RANGE_PRESETS } from "@/products/insights/ranges";
import { Button } from "@/ui/button";
import { Calendar } from "@/ui/calendar";
import { cn } from "@/ui/cn";
import { Input } from "@/ui/input";
import { Popover } from "@/ui/popover";

/** `-7d`, `2026-01-31`, `all` …; `to` null: until now; an interval that reads well, for named ranges. */
export interface RangeChoice {
  readonly from: string;
  readonly to: string | null;
  readonly interval?: Interval;
}

interface RangePickerProps {
  readonly state: Pick<RangeChoice, "from" | "to">;
  readonly onChange: (choice: RangeChoice) => void;
  /** Said instead of the range, while there is none. */
  readonly label?: string | undefined;
}

const ABSOLUTE = /^\d{4}-\d{2}-\d{2}$/;

/** Named ranges, a typed relative range, or two days of a calendar. */
export function RangePicker({ state, onChange, label }: RangePickerProps) {
  const project = useProject();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const choose = (part: RangeChoice) => {
    onChange(part);
    setOpen(false);
  };
  const valid = /^-\d+[hdwmy]$/.test(typed) || ABSOLUTE.test(typed);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      className="max-h-[80vh] overflow-auto"
      trigger={
        <Button className="font-normal">
          <CalendarDays className="text-muted" /> {label ?? describeRange(state)}
        </Button>
      }
    >
      <div className="flex flex-col sm:flex-row">
        <div className="flex min-w-40 flex-wrap gap-px border-line p-1.5 sm:flex-col sm:border-r">
          {RANGE_PRESETS.map((preset) => {
            const active = preset.from === state.from && preset.to === state.to;
            return (
              <button
                key={preset.label}
                type="button"
                aria-pressed={active}
                onClick={() => choose({ from: preset.from, to: preset.to, interval: preset.interval })}
                className={cn(
                  "rounded-sm px-2 py-1 text-left text-sm hover:bg-hover",
                  active && "bg-accent-soft font-medium text-accent",
                )}
              >
                {preset.label}
              </button>
            );
          })}
        </div>
        <div className="p-3">
          <Calendar
            from={ABSOLUTE.test(state.from) ? state.from : null}
            to={state.to && ABSOLUTE.test(state.to) ? state.to : null}
            weekStartsOn={project.week_start_day === 1 ? 1 : 0}
            onRange={(from, to) => choose({ from, to })}
          />
          <form
            className="mt-2 flex gap-1.5 border-t border-line pt-2"
            onSubmit={(event) => {
              event.preventDefault();
              if (valid) choose({ from: typed, to: null });
            }}
          >
            <Input
              aria-label="Since, relative or a day"
              placeholder="-45d, -6w, 2026-01-31"
              value={typed}
              aria-invalid={typed !== "" && !valid}
              onChange={(event) => setTyped(event.target.value.trim())}
            />
            <Button type="submit" disabled={!valid}>
              Since
            </Button>
          </form>
        </div>
      </div>
    </Popover>
  );
}
