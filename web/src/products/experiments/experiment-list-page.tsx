"use client";
import { useQuery } from "@tanstack/react-query";
import { FlaskConical, Plus } from "lucide-react";
import Link from "next/link";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { ago, fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { experimentListQuery } from "@/products/experiments/api";
import type { Experiment } from "@/products/experiments/types";
import { CONCLUSIONS, STATUS } from "@/products/experiments/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { SearchInput } from "@/ui/input";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { ToggleGroup } from "@/ui/toggle-group";
import { Toolbar } from "@/ui/toolbar";

const SHOW = ["all", "draft", "running", "stopped"] as const;
type Show = (typeof SHOW)[number];

/** Every experiment of the project, searched with its learnings. */
export function ExperimentListPage() {
  const project = useProject();
  const [params, setParams] = useQueryStates({
    search: parseAsString.withDefault(""),
    show: parseAsStringLiteral(SHOW).withDefault("all"),
    archived: parseAsBoolean.withDefault(false),
  });
  const experiments = useQuery(experimentListQuery(project.id, params.archived));
  const needle = params.search.trim().toLowerCase();
  const rows = useMemo(
    () => (experiments.data?.results ?? []).filter((one) => matches(one, params.show, needle)),
    [experiments.data, params.show, needle],
  );
  const columns = useMemo(
    (): Column<Experiment>[] => columnsFor(project.id, project.timezone),
    [project.id, project.timezone],
  );
  const create = (
    <Button asChild variant="primary">
      <Link href={projectPath(project.id, "/experiments/new")}>
        <Plus /> New experiment
      </Link>
    </Button>
  );
  const filtered = needle !== "" || params.show !== "all" || params.archived;
  return (
    <>
      <PageHeader title="Experiments" actions={create} />
      <Toolbar>
        <SearchInput
          className="w-72 max-w-full"
          placeholder="Search name, hypothesis, conclusion"
          aria-label="Search experiments"
          value={params.search}
          onChange={(event) => void setParams({ search: event.target.value || null })}
        />
        <ToggleGroup<Show>
          label="Which experiments"
          value={params.show}
          options={[
            { value: "all", label: "All" },
            { value: "draft", label: "Drafts" },
            { value: "running", label: "Running" },
            { value: "stopped", label: "Ended" },
          ]}
          onChange={(show) => void setParams({ show: show === "all" ? null : show })}
        />
        <Button
          variant="quiet"
          aria-pressed={params.archived}
          onClick={() => void setParams({ archived: params.archived ? null : true })}
        >
          {params.archived ? "Back from the archive" : "Archive"}
        </Button>
      </Toolbar>
      <ListBody
        query={experiments}
        rows={rows}
        columns={columns}
        rowKey={({ id }) => String(id)}
        label="Experiments"
        empty={
          <EmptyState
            icon={<FlaskConical />}
            title={filtered ? "No experiment matches" : "No experiment yet"}
            action={filtered ? undefined : create}
          >
            {filtered
              ? "Change the search, or look for all of them."
              : "An experiment shows two or more variants of something to different people and tells you, honestly and while you watch, which one does better."}
          </EmptyState>
        }
      />
    </>
  );
}

function matches(experiment: Experiment, show: Show, needle: string): boolean {
  const { status, name, description, feature_flag_key, conclusion_comment, tags } = experiment;
  const fits = show === "all" || status === show || (show === "running" && status === "paused");
  const text = `${name} ${description} ${feature_flag_key} ${conclusion_comment ?? ""} ${tags.join(" ")}`;
  return fits && text.toLowerCase().includes(needle);
}

const columnsFor = (projectId: number, timezone: string): Column<Experiment>[] => [
  {
    id: "name",
    header: "Experiment",
    className: "min-w-52",
    sortBy: ({ name }) => name,
    cell: ({ id, name, feature_flag_key, tags, parameters, conclusion_comment }) => (
      <span className="block min-w-0">
        <Link
          href={projectPath(projectId, `/experiments/${id}`)}
          className="font-medium hover:text-accent hover:underline"
        >
          {name}
        </Link>
        <span className="flex flex-wrap items-center gap-1 text-xs text-muted">
          <span className="font-mono">{feature_flag_key}</span>
          {parameters.is_aa && <Badge tone="accent">A/A</Badge>}
          {tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </span>
        {conclusion_comment && (
          <span className="line-clamp-2 max-w-prose text-xs text-muted italic">“{conclusion_comment}”</span>
        )}
      </span>
    ),
  },
  {
    id: "status",
    header: "Status",
    sortBy: ({ status }) => status,
    cell: ({ status, conclusion }) => (
      <span className="flex flex-wrap gap-1">
        <Badge tone={STATUS[status].tone}>{STATUS[status].label}</Badge>
        {conclusion && (
          <Badge tone={conclusion === "won" ? "ok" : "neutral"}>{CONCLUSIONS[conclusion]}</Badge>
        )}
      </span>
    ),
  },
  {
    id: "metrics",
    header: "Metrics",
    align: "right",
    className: "hidden md:table-cell",
    cell: ({ metrics, metrics_secondary }) => metrics.length + metrics_secondary.length,
  },
  {
    id: "started",
    header: "Started",
    align: "right",
    className: "hidden whitespace-nowrap sm:table-cell",
    sortBy: ({ start_date }) => start_date ?? "",
    cell: ({ start_date }) =>
      start_date ? (
        <time className="text-muted" title={fullTime(start_date, timezone)}>
          {ago(start_date)}
        </time>
      ) : (
        <span className="text-muted">–</span>
      ),
  },
];
