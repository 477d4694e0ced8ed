"use client";
import { X } from "lucide-react";
import { useState } from "react";
import { compactNumber } from "@/lib/format";
import type { PathsQuery } from "@/products/insights/query/types";
import { useEventNames, usePropertyValues } from "@/products/taxonomy/queries";
import { Button } from "@/ui/button";
import { Combobox } from "@/ui/combobox";

interface PathPointProps {
  readonly label: string;
  readonly query: PathsQuery;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** A page, screen or event at which paths start or end. */
export function PathPoint({ label, query, value, onChange }: PathPointProps) {
  const [open, setOpen] = useState(false);
  const types = query.pathsFilter?.includeEventTypes ?? [];
  const shows = (type: (typeof types)[number]) => types.length === 0 || types.includes(type);
  const pages = usePropertyValues("event", "$current_url", open && shows("$pageview"));
  const screens = usePropertyValues("event", "$screen_name", open && shows("$screen"));
  const events = useEventNames();
  const trimmed = (url: string) => url.replace(/\/$/, "");
  const options = [
    ...(pages.data ?? []).map(({ name, volume }) => ({
      value: trimmed(name),
      hint: compactNumber(volume),
      group: "Pages",
    })),
    ...(screens.data ?? []).map(({ name, volume }) => ({
      value: name,
      hint: compactNumber(volume),
      group: "Screens",
    })),
    ...(shows("custom_event") ? (events.data ?? []) : [])
      .filter(({ name }) => !name.startsWith("$"))
      .map(({ name, volume }) => ({ value: name, hint: compactNumber(volume), group: "Events" })),
  ];
  const unique = [...new Map(options.map((option) => [option.value, option])).values()];
  return (
    <div className="flex min-w-0 items-center gap-1.5 text-sm">
      <span className="w-16 shrink-0 text-muted">{label}</span>
      <Combobox
        open={open}
        onOpenChange={setOpen}
        placeholder="Search pages and events"
        options={unique}
        {...(value ? { value } : {})}
        onChange={onChange}
        allowCustom={(typed) => `Use “${typed}”`}
        trigger={
          <Button className="min-w-0 font-normal" aria-label={label}>
            <span className="truncate">{value ?? "anywhere"}</span>
          </Button>
        }
      />
      {value && (
        <Button
          size="icon-sm"
          variant="quiet"
          aria-label={`Remove: ${label}`}
          onClick={() => onChange(undefined)}
        >
          <X />
        </Button>
      )}
    </div>
  );
}
