"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { ApiError } from "@/lib/api/error";
import { ago } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { experimentQuery } from "@/products/experiments/api";
import { fromExperiment } from "@/products/experiments/draft";
import { ExperimentActions } from "@/products/experiments/experiment-actions";
import { ExperimentForm } from "@/products/experiments/experiment-form";
import { ExperimentHistory } from "@/products/experiments/experiment-history";
import { Launch } from "@/products/experiments/launch";
import { ResultsView } from "@/products/experiments/results-view";
import type { Experiment } from "@/products/experiments/types";
import { CONCLUSIONS, STATUS } from "@/products/experiments/words";
import { holdoutListQuery, shareOf } from "@/products/flags/holdouts/api";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Crumbs } from "@/ui/crumbs";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { toast } from "@/ui/toast";

/** One experiment: what it found, how it is set up, what was done with it. */
export function ExperimentPage({ id }: { readonly id: number }) {
  const project = useProject();
  const [tab, setTab] = useQueryState("tab", parseAsString.withDefault("results"));
  const found = useQuery(experimentQuery(project.id, id));
  const list = projectPath(project.id, "/experiments");
  if (found.error instanceof ApiError && found.error.status === 404) {
    return (
      <EmptyState
        title="This experiment does not exist"
        action={
          <Button asChild>
            <Link href={list}>All experiments</Link>
          </Button>
        }
      >
        It may have been deleted, or it belongs to another project.
      </EmptyState>
    );
  }
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <SkeletonRows rows={8} />;
  const { data } = found;
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-2">
            <Crumbs trail={[{ href: list, title: "Experiments" }]}>{data.name}</Crumbs>
            <Badge tone={STATUS[data.status].tone}>{STATUS[data.status].label}</Badge>
            {data.archived && <Badge>archived</Badge>}
          </span>
        }
        description={<Summary experiment={data} />}
        actions={<ExperimentActions experiment={data} />}
      />
      <div className="flex flex-col gap-4 p-4 md:p-6">
        {data.description && <p className="max-w-prose text-sm">{data.description}</p>}
        {data.conclusion && (
          <p className="max-w-prose border-l-2 border-accent px-3 py-1 text-sm">
            <strong>{CONCLUSIONS[data.conclusion]}.</strong> {data.conclusion_comment}
          </p>
        )}
        <Tabs
          label="Experiment"
          value={tab}
          onChange={(next) => void setTab(next)}
          items={[
            {
              value: "results",
              label: data.status === "draft" ? "Launch" : "Results",
              content:
                data.status === "draft" ? <Launch experiment={data} /> : <ResultsView experiment={data} />,
            },
            {
              value: "setup",
              label: "Setup",
              content: (
                <ExperimentForm
                  key={data.updated_at}
                  draft={fromExperiment(data)}
                  experiment={data}
                  onSaved={() => toast.success("Saved.")}
                />
              ),
            },
            { value: "history", label: "History", content: <ExperimentHistory id={data.id} /> },
          ]}
        />
      </div>
    </>
  );
}

function Summary({ experiment }: { readonly experiment: Experiment }) {
  const project = useProject();
  const { feature_flag: flag, start_date: start, end_date: end, holdout_id: heldOut } = experiment;
  const { data } = useQuery({ ...holdoutListQuery(project.id), enabled: heldOut != null });
  const holdout = data?.results.find(({ id }) => id === heldOut);
  return (
    <>
      Flag{" "}
      <Link className="font-mono text-xs underline" href={projectPath(project.id, `/flags/${flag.id}`)}>
        {flag.key}
      </Link>
      {start && `, started ${ago(start)}`}
      {end && `, ended ${ago(end)}`}
      {holdout && `, without the ${shareOf(holdout)} % of ${holdout.name}`}
    </>
  );
}
