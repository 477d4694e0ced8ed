"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { explainError } from "@/lib/api/error";
import { runQuery } from "@/lib/api/query";
import { exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { planRunningTime } from "@/products/experiments/api";
import type { MetricDraft } from "@/products/experiments/metric-draft";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

export interface Plan {
  readonly units: number;
  readonly days: number | null;
  readonly effect: number;
}

interface PlannerProps {
  readonly metric: MetricDraft | undefined;
  readonly variants: number;
  readonly primaries: number;
  readonly plan: Plan | null;
  readonly onPlan: (plan: Plan | null) => void;
}

/** How many people it takes to see an effect, from what the project's own people did in the last two weeks. */
export function Planner({ metric, variants, primaries, plan, onPlan }: PlannerProps) {
  const project = useProject();
  const [effect, setEffect] = useState("10");
  const [baseline, setBaseline] = useState("");
  const [perDay, setPerDay] = useState("");
  const [spread, setSpread] = useState("");
  const last = metric?.nodes.at(-1)?.event ?? "";
  const recent = useQuery({
    queryKey: ["experiment-baseline", project.id, last],
    enabled: last !== "",
    queryFn: ({ signal }) => recentBaseline(project.id, last, signal),
  });
  const share = metric?.kind !== "mean" && metric?.kind !== "ratio";
  const known = recent.data;
  const typedBaseline =
    baseline === "" ? (share ? known?.share : known?.mean) : Number(baseline) / (share ? 100 : 1);
  const typedRate = perDay === "" ? known?.perDay : Number(perDay);
  const typedSpread = spread === "" ? known?.spread : Number(spread);
  const body = {
    metric_type: share ? "funnel" : "mean",
    baseline_value: typedBaseline,
    minimum_detectable_effect: Number(effect),
    number_of_variants: variants,
    exposure_rate_per_day: typedRate,
    primary_metrics: Math.max(1, primaries),
    ...(share ? {} : { standard_deviation: typedSpread }),
  };
  const ready =
    Number(effect) > 0 &&
    typedBaseline !== undefined &&
    typedBaseline > 0 &&
    (share || (typedSpread ?? 0) > 0);
  const planned = useQuery({
    queryKey: ["experiment-plan", project.id, body],
    enabled: ready,
    retry: false,
    queryFn: ({ signal }) => planRunningTime(project.id, body, signal),
  });
  const found = planned.data;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <Field label="Smallest lift worth finding (%)">
          <Input
            type="number"
            min={0.1}
            step="any"
            value={effect}
            onChange={(event) => setEffect(event.target.value)}
          />
        </Field>
        <Field
          label={share ? "Share that does it today (%)" : "Mean per person today"}
          hint={known ? "From the last 14 days; type to change it." : "Nothing is known yet: type it."}
        >
          <Input
            type="number"
            step="any"
            placeholder={placeholder(share ? (known?.share ?? 0) * 100 : known?.mean)}
            value={baseline}
            onChange={(event) => setBaseline(event.target.value)}
          />
        </Field>
        <Field label="People a day in the experiment">
          <Input
            type="number"
            step="any"
            placeholder={placeholder(known?.perDay)}
            value={perDay}
            onChange={(event) => setPerDay(event.target.value)}
          />
        </Field>
        {!share && (
          <Field label="Spread (standard deviation)">
            <Input
              type="number"
              step="any"
              placeholder={placeholder(known?.spread)}
              value={spread}
              onChange={(event) => setSpread(event.target.value)}
            />
          </Field>
        )}
      </div>
      {planned.error && <p className="text-sm text-danger">{explainError(planned.error).detail}</p>}
      {found && (
        <div className="flex flex-wrap items-center gap-3 text-sm" aria-live="polite">
          <p>
            <strong className="tabular-nums">{exactNumber(found.recommended_sample_size)}</strong> people,{" "}
            {exactNumber(found.units_per_variant)} a variant
            {found.recommended_running_time !== null && (
              <>
                {" "}
                – about{" "}
                <strong className="tabular-nums">{exactNumber(found.recommended_running_time)}</strong> days
              </>
            )}
            . Looking whenever you like costs {Math.round((found.sequential_inflation - 1) * 100)} % of that.
          </p>
          <Button
            size="sm"
            variant={plan?.units === found.recommended_sample_size ? "secondary" : "primary"}
            onClick={() =>
              onPlan({
                units: found.recommended_sample_size,
                days: found.recommended_running_time,
                effect: Number(effect),
              })
            }
          >
            {plan?.units === found.recommended_sample_size ? "This is the plan" : "Plan with this"}
          </Button>
        </div>
      )}
      {plan && (
        <p className="text-sm text-muted">
          Planned for {exactNumber(plan.units)} people to find {plan.effect} %.{" "}
          <button type="button" className="underline hover:text-text" onClick={() => onPlan(null)}>
            Go without a plan
          </button>
        </p>
      )}
    </div>
  );
}

const placeholder = (value: number | undefined): string =>
  value === undefined || !Number.isFinite(value)
    ? ""
    : value.toLocaleString("en", { maximumSignificantDigits: 3 });

interface Baseline {
  readonly share: number;
  readonly mean: number;
  readonly spread: number;
  readonly perDay: number;
}

/** What the people of the last two weeks did with an event. */
async function recentBaseline(projectId: number, event: string, signal: AbortSignal): Promise<Baseline> {
  const query = `SELECT count(), countIf(times > 0), avg(times), stddevSamp(times) FROM (
    SELECT person_id, countIf(event = {event}) AS times FROM events
    WHERE timestamp >= now() - INTERVAL 14 DAY GROUP BY person_id)`;
  const { results } = await runQuery<readonly (readonly (number | null)[])[]>(
    projectId,
    { kind: "HogQLQuery", query, values: { event } },
    "blocking",
    signal,
  );
  const [people, active, mean, spread] = (results[0] ?? []).map((value) => Number(value ?? 0));
  return {
    share: people ? (active ?? 0) / people : Number.NaN,
    mean: mean ?? Number.NaN,
    spread: spread ?? Number.NaN,
    perDay: Math.round((people ?? 0) / 14),
  };
}
