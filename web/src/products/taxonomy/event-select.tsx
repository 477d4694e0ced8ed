"use client";
import { ChevronDown } from "lucide-react";
import { compactNumber } from "@/lib/format";
import { eventTitle } from "@/products/events/describe-event";
import { useEventNames } from "@/products/taxonomy/queries";
import { Combobox } from "@/ui/combobox";

interface EventSelectProps {
  readonly value: string;
  readonly onChange: (event: string) => void;
  readonly id?: string;
  readonly "aria-label"?: string;
  readonly placeholder?: string;
}

/** One event of the project, by volume; a name that was never seen can be typed. */
export function EventSelect({ value, onChange, placeholder = "Choose an event", ...rest }: EventSelectProps) {
  const names = useEventNames();
  return (
    <Combobox
      value={value}
      options={(names.data ?? []).map(({ name, volume }) => ({
        value: name,
        label: eventTitle(name),
        hint: compactNumber(volume),
      }))}
      onChange={onChange}
      loading={names.isPending}
      placeholder="Search events"
      allowCustom={(typed) => `Use “${typed}”`}
      trigger={
        <button
          type="button"
          {...rest}
          className="inline-flex h-8 max-w-full min-w-0 items-center justify-between gap-1.5 rounded-md border border-line-strong/60 bg-surface px-2.5 text-sm hover:bg-hover"
        >
          <span className="truncate">
            {value ? eventTitle(value) : <span className="text-muted">{placeholder}</span>}
          </span>
          <ChevronDown className="size-4 shrink-0 text-muted" aria-hidden />
        </button>
      }
    />
  );
}
