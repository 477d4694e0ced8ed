"use client";
import type { GuardResult } from "@edgewise/core/releases/look.ts";
import { difference, figure } from "@edgewise/core/releases/words.ts";
import { LineChart, SquareTerminal, Users } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { IntervalPlot } from "@/charts/interval-plot";
import { exactNumber } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { signedPercent } from "@/products/experiments/words";
import { PeopleDialog } from "@/products/releases/people-dialog";
import { TrailDialog } from "@/products/releases/trail-dialog";
import type { Guard, Release } from "@/products/releases/types";
import { extentOf, GUARDS, marginInWords, shownInterval } from "@/products/releases/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";

const COLORS: Readonly<Record<GuardResult["status"], string>> = {
  harmed: "var(--danger)",
  safe: "var(--ok)",
  watching: "var(--accent)",
  too_little_data: "var(--muted)",
  failed: "var(--muted)",
};

/** Each guard-rail at the last look: both sides, the change with its interval, and what that means. */
export function GuardsPanel({ release }: { readonly release: Release }) {
  const [people, setPeople] = useState<Guard | null>(null);
  const [trail, setTrail] = useState<Guard | null>(null);
  const project = useProject();
  const { look, settings } = release;
  const sql = look?.query && typeof look.query.hogql === "string" ? look.query.hogql : null;
  return (
    <Panel
      title="Guard-rails"
      actions={
        sql && (
          <Button asChild size="sm" variant="quiet">
            <Link href={projectPath(project.id, `/sql?q=${encodeURIComponent(sql)}`)}>
              <SquareTerminal /> SQL
            </Link>
          </Button>
        )
      }
    >
      <div className="flex flex-col divide-y divide-line">
        {settings.guards.map((guard) => {
          const result = look?.guards.find(({ uuid }) => uuid === guard.uuid);
          return (
            <section key={guard.uuid} className="flex flex-col gap-1 p-3" aria-label={guard.name}>
              <header className="flex flex-wrap items-center gap-2">
                <h3 className="text-sm font-medium">{guard.name}</h3>
                {result && <Badge tone={GUARDS[result.status].tone}>{GUARDS[result.status].label}</Badge>}
                <span className="ml-auto flex gap-1">
                  <Button size="sm" variant="quiet" onClick={() => setTrail(guard)}>
                    <LineChart /> Over time
                  </Button>
                  <Button size="sm" variant="quiet" onClick={() => setPeople(guard)}>
                    <Users /> People
                  </Button>
                </span>
              </header>
              {result ? (
                <Figures result={result} guard={guard} />
              ) : (
                <p className="text-sm text-muted">Not looked at yet.</p>
              )}
              <p className="text-xs text-muted">
                {marginInWords(guard.margin, guard.metric.goal === "decrease", result?.unit ?? "number")}
              </p>
            </section>
          );
        })}
      </div>
      {people && <PeopleDialog release={release} guard={people} onClose={() => setPeople(null)} />}
      {trail && <TrailDialog release={release} guard={trail} onClose={() => setTrail(null)} />}
    </Panel>
  );
}

function Figures({ result, guard }: { readonly result: GuardResult; readonly guard: Guard }) {
  if (result.error !== null)
    return (
      <p role="alert" className="text-sm text-warn">
        {result.error}
      </p>
    );
  const shown = shownInterval(result);
  const { relative, low, high, point } = shown;
  const { unit } = result;
  const show = relative ? signedPercent : (value: number) => difference(value, unit);
  const extent = extentOf(shown);
  const words = low === null || high === null ? "no interval yet" : `${show(low)} to ${show(high)}`;
  return (
    <div className="grid items-center gap-x-4 gap-y-1 text-sm tabular-nums grid-cols-2 sm:grid-cols-[8rem_8rem_minmax(0,30rem)]">
      <Side title="Without" value={figure(result.off, unit)} people={result.units.off} />
      <Side title="With" value={figure(result.on, unit)} people={result.units.on} />
      <div className="col-span-2 min-w-0 sm:col-span-1">
        <IntervalPlot
          low={low}
          high={high}
          point={point}
          extent={extent}
          color={COLORS[result.status]}
          label={words}
          mark={markOf(guard, relative)}
        />
        <p className="text-xs text-muted">
          {point === null ? "–" : <span className="font-medium text-text">{show(point)}</span>} ({words})
        </p>
      </div>
    </div>
  );
}

function Side({
  title,
  value,
  people,
}: {
  readonly title: string;
  readonly value: string;
  readonly people: number;
}) {
  return (
    <p>
      <span className="block text-xs text-muted">{title}</span>
      <span className="font-medium">{value}</span>{" "}
      <span className="text-xs text-muted">of {exactNumber(people)}</span>
    </p>
  );
}

/** Where accepted harm ends, when it is on the scale that is shown. */
function markOf({ margin, metric }: Guard, relative: boolean): number | undefined {
  if (margin.value === 0 || (margin.scale === "relative") !== relative) return undefined;
  return metric.goal === "decrease" ? margin.value : -margin.value;
}
