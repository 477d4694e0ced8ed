"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { ago } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { freshResults, resultsQuery } from "@/products/experiments/api";
import { EndDialog } from "@/products/experiments/end-dialog";
import { Exposures } from "@/products/experiments/exposures";
import { MetricTable } from "@/products/experiments/metric-table";
import type { Experiment, MetricResult, Results } from "@/products/experiments/types";
import { verdictOf } from "@/products/experiments/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { ToggleGroup } from "@/ui/toggle-group";

const ROLES: readonly { readonly role: MetricResult["role"]; readonly title: string }[] = [
  { role: "primary", title: "Primary metrics decide" },
  { role: "secondary", title: "Secondary metrics explain" },
  { role: "guardrail", title: "Guardrails must not get worse" },
];

const LENSES = ["evidence", "bayesian"] as const;
type Lens = (typeof LENSES)[number];

const ADJUSTED = { primary: "Holm", secondary: "Benjamini–Hochberg" } as const;

/** What an experiment found so far, and what to do about it. */
export function ResultsView({ experiment }: { readonly experiment: Experiment }) {
  const project = useProject();
  const client = useQueryClient();
  const [lens, setLens] = useQueryState("lens", parseAsStringLiteral(LENSES).withDefault("evidence"));
  const query = resultsQuery(project.id, experiment.id);
  const results = useQuery(query);
  const refresh = useMutation({
    mutationFn: () => freshResults(project.id, experiment.id),
    onSuccess: (fresh) => client.setQueryData(query.queryKey, fresh),
    onError: (error) => toast.error("The results could not be computed.", error),
  });
  if (results.error) return <ErrorState error={results.error} onRetry={() => void results.refetch()} />;
  if (!results.data) return <SkeletonRows rows={8} />;
  const { data } = results;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2 text-sm text-muted">
        Computed {ago(data.computed_at)}
        <Button size="sm" variant="quiet" busy={refresh.isPending} onClick={() => refresh.mutate()}>
          <RotateCw /> Compute now
        </Button>
        <ToggleGroup<Lens>
          label="What stands beside the interval"
          value={lens}
          onChange={(next) => void setLens(next)}
          options={[
            { value: "evidence", label: "Evidence" },
            { value: "bayesian", label: "Bayesian lens" },
          ]}
        />
      </div>
      {lens === "bayesian" && (
        <p className="max-w-prose border-l-2 border-warn pl-3 text-sm">
          The chance to win describes what is known now. It never sets the verdict: whoever looks every day
          and stops above 95 % is wrong in nearly half of the tests without an effect.
        </p>
      )}
      <Verdicts experiment={experiment} results={data} />
      {ROLES.map(({ role, title }) => {
        const metrics = data.metrics.filter((metric) => metric.role === role);
        if (metrics.length === 0) return null;
        return (
          <Panel key={role} title={title}>
            <MetricTable
              experiment={experiment}
              metrics={metrics}
              control={data.control ?? "control"}
              isBayesian={lens === "bayesian"}
            />
            {metrics.length > 1 && role !== "guardrail" && lens === "evidence" && (
              <p className="border-t border-line px-3 py-2 text-xs text-muted">
                p-values are raised for {metrics.length} metrics ({ADJUSTED[role]}).
              </p>
            )}
          </Panel>
        );
      })}
      {data.metrics.length === 0 && (
        <EmptyState title="No metric yet">
          Add one under Setup: without it there is nothing to compare.
        </EmptyState>
      )}
      <Exposures experiment={experiment} results={data} />
    </div>
  );
}

function Verdicts({ experiment, results }: { readonly experiment: Experiment; readonly results: Results }) {
  const [shipping, setShipping] = useState<string | null>(null);
  const isAA = experiment.parameters.is_aa === true;
  if (results.metrics.length === 0) return null;
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {results.variants.map(({ key, verdict }) => {
        const { label, tone, advice } = verdictOf(verdict, isAA);
        const fraction = results.metrics
          .flatMap(({ variants }) => variants.find((variant) => variant.key === key)?.comparison ?? [])
          .find(({ information_fraction }) => information_fraction !== null)?.information_fraction;
        return (
          <section key={key} className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-3">
            <div className="flex items-center justify-between gap-2">
              <h2 className="font-mono text-sm font-medium">{key}</h2>
              <Badge tone={tone}>{label}</Badge>
            </div>
            <p className="text-sm text-muted">{advice}</p>
            {typeof fraction === "number" && (
              <div className="flex items-center gap-2 text-xs text-muted">
                <div className="h-1.5 flex-1 overflow-hidden rounded-full bg-sunken">
                  <div className="h-full bg-accent" style={{ width: `${Math.min(100, fraction * 100)}%` }} />
                </div>
                {Math.round(fraction * 100)} % of the plan
              </div>
            )}
            {verdict === "ship" && !isAA && experiment.status !== "stopped" && (
              <Button size="sm" variant="primary" className="self-start" onClick={() => setShipping(key)}>
                Ship {key}…
              </Button>
            )}
          </section>
        );
      })}
      {shipping !== null && (
        <EndDialog
          experiment={experiment}
          open
          variant={shipping}
          onOpenChange={(open) => !open && setShipping(null)}
        />
      )}
    </div>
  );
}
