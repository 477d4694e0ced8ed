"use client";
import { ArrowUp, Pause, Play, X } from "lucide-react";
import { parseAsJson, parseAsString, useQueryStates } from "nuqs";
import { useEffect, useRef, useState } from "react";
import * as z from "zod";
import { compactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { FilterList } from "@/products/filters/filter-list";
import { filterSchema } from "@/products/filters/schema";
import { LiveTable } from "@/products/live/live-table";
import { useLiveEvents } from "@/products/live/use-live-events";
import { ConnectFirst } from "@/products/onboarding/connect-first";
import { useEventNames, useQuerySources } from "@/products/taxonomy/queries";
import { isTyping } from "@/shell/shortcuts";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Combobox } from "@/ui/combobox";
import { Input } from "@/ui/input";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { Tooltip } from "@/ui/tooltip";

const PARAMS = {
  event: parseAsString,
  person: parseAsString.withDefault(""),
  f: parseAsJson((value) => z.array(filterSchema).parse(value)).withDefault([]),
};

/** Events as they arrive. Rows flow in while the reader is at the top with nothing opened; else they wait behind a button. */
export function LivePage() {
  const project = useProject();
  const [params, setParams] = useQueryStates(PARAMS, { history: "replace" });
  const [paused, setPaused] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const names = useEventNames();
  const sources = useQuerySources();
  const filters = { event: params.event, person: params.person, properties: params.f };
  const { buffer, loaded, error, flush } = useLiveEvents(
    project.id,
    filters,
    paused || scrolled || open !== null,
  );
  const filtered = params.event !== null || params.person !== "" || params.f.length > 0;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const onButton = event.target instanceof HTMLElement && event.target.closest("button, a, [role=tab]");
      if (event.key !== " " || isTyping(event.target) || onButton) return;
      event.preventDefault();
      setPaused((before) => !before);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  const catchUp = () => {
    flush();
    setPaused(false);
    setOpen(null);
    scroller.current?.scrollTo({ top: 0 });
  };

  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-2.5">
            Live events
            <span
              className={cn(
                "inline-flex items-center gap-1.5 rounded-sm px-1.5 py-0.5 text-xs font-medium",
                error
                  ? "bg-danger-soft text-danger"
                  : paused
                    ? "bg-warn-soft text-warn"
                    : "bg-ok-soft text-ok",
              )}
            >
              <span className={cn("size-1.5 rounded-full bg-current", !paused && !error && "animate-dot")} />
              {error ? "reconnecting" : paused ? "paused" : "live"}
            </span>
          </span>
        }
        actions={
          <Tooltip content="Space" side="left">
            <Button onClick={() => (paused ? catchUp() : setPaused(true))} aria-pressed={paused}>
              {paused ? <Play /> : <Pause />} {paused ? "Resume" : "Pause"}
            </Button>
          </Tooltip>
        }
      />
      <div className="flex flex-wrap items-start gap-2 border-b border-line px-4 py-2 md:px-6">
        <div className="flex flex-wrap items-center gap-2">
          <Combobox
            placeholder="Search events"
            loading={names.isPending}
            options={(names.data ?? []).map(({ name, volume }) => ({
              value: name,
              hint: compactNumber(volume),
            }))}
            {...(params.event ? { value: params.event } : {})}
            onChange={(event) => void setParams({ event })}
            allowCustom={(typed) => `Only “${typed}”`}
            trigger={<Button className="font-normal">{params.event ?? "Any event"}</Button>}
          />
          {params.event && (
            <Button
              size="icon-sm"
              variant="quiet"
              aria-label="Any event"
              onClick={() => void setParams({ event: null })}
            >
              <X />
            </Button>
          )}
          <Input
            className="w-56"
            placeholder="Distinct ID contains…"
            aria-label="Filter by person"
            value={params.person}
            onChange={(event) => void setParams({ person: event.target.value || null })}
          />
        </div>
        <FilterList
          className="py-0.5"
          audience="queries"
          sources={sources}
          filters={params.f}
          onChange={(f) => void setParams({ f: f.length > 0 ? f : null })}
          addLabel="Filter by property"
        />
      </div>
      <div className="relative min-h-0 flex-1">
        {buffer.waiting.length > 0 && (
          <Button
            variant="primary"
            size="sm"
            className="absolute top-2 left-1/2 z-20 -translate-x-1/2 shadow-pop"
            onClick={catchUp}
          >
            <ArrowUp /> {buffer.waiting.length} new
          </Button>
        )}
        <div
          ref={scroller}
          className="h-full overflow-auto"
          onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 24)}
        >
          {error !== null && !loaded && (
            <ErrorState
              error={error}
              title="Events could not be loaded."
              action={<span className="text-sm text-muted">Trying again by itself.</span>}
            />
          )}
          {!loaded && error === null && <SkeletonRows rows={12} />}
          {loaded && buffer.shown.length === 0 && (
            <EmptyState
              title={filtered ? "Nothing matches in the last 24 hours" : "No events in the last 24 hours"}
              action={
                filtered ? (
                  <Button onClick={() => void setParams({ event: null, person: null, f: null })}>
                    Clear filters
                  </Button>
                ) : (
                  <ConnectFirst />
                )
              }
            >
              {filtered
                ? "New matching events show up here by themselves."
                : "As soon as an SDK sends its first event, it shows up here by itself."}
            </EmptyState>
          )}
          {buffer.shown.length > 0 && <LiveTable live rows={buffer.shown} open={open} onOpen={setOpen} />}
        </div>
      </div>
    </>
  );
}
