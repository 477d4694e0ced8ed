"use client";
import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { ago, fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { releaseListQuery } from "@/products/releases/api";
import { ReleaseBadges } from "@/products/releases/release-badges";
import type { Release } from "@/products/releases/types";
import { isLiving } from "@/products/releases/words";
import { Button } from "@/ui/button";
import { SearchInput } from "@/ui/input";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { ToggleGroup } from "@/ui/toggle-group";
import { Toolbar } from "@/ui/toolbar";

const SHOW = ["all", "living", "rolled_back"] as const;
type Show = (typeof SHOW)[number];

/** Every guarded release of the environment. */
export function ReleaseListPage() {
  const project = useProject();
  const [params, setParams] = useQueryStates({
    search: parseAsString.withDefault(""),
    show: parseAsStringLiteral(SHOW).withDefault("all"),
  });
  const releases = useQuery(releaseListQuery(project.id));
  const needle = params.search.trim().toLowerCase();
  const rows = useMemo(
    () => (releases.data?.results ?? []).filter((one) => matches(one, params.show, needle)),
    [releases.data, params.show, needle],
  );
  const columns = useMemo(() => columnsFor(project.id, project.timezone), [project.id, project.timezone]);
  const filtered = needle !== "" || params.show !== "all";
  return (
    <>
      <PageHeader
        title="Guarded releases"
        description="Rollouts that are compared with those who don't have them, and roll back by themselves."
      />
      <Toolbar>
        <SearchInput
          className="w-64 max-w-full"
          placeholder="Search flags"
          aria-label="Search guarded releases"
          value={params.search}
          onChange={(event) => void setParams({ search: event.target.value || null })}
        />
        <ToggleGroup<Show>
          label="Which releases"
          value={params.show}
          options={[
            { value: "all", label: "All" },
            { value: "living", label: "Under way" },
            { value: "rolled_back", label: "Rolled back" },
          ]}
          onChange={(show) => void setParams({ show: show === "all" ? null : show })}
        />
      </Toolbar>
      <ListBody
        query={releases}
        rows={rows}
        columns={columns}
        rowKey={({ id }) => id}
        label="Guarded releases"
        empty={
          <EmptyState
            icon={<ShieldCheck />}
            title={filtered ? "No release matches" : "No guarded release yet"}
            action={
              filtered ? undefined : (
                <Button asChild variant="primary">
                  <Link href={projectPath(project.id, "/flags")}>Choose a flag</Link>
                </Button>
              )
            }
          >
            {filtered
              ? "Change the search, or look for all of them."
              : "Widen a flag step by step while errors, load times and conversion are compared every minute. Start one on the page of a flag."}
          </EmptyState>
        }
      />
    </>
  );
}

function matches(release: Release, show: Show, needle: string): boolean {
  const fits = show === "all" || (show === "living" ? isLiving(release) : release.state === show);
  return fits && `${release.flag.key} ${release.flag.name}`.toLowerCase().includes(needle);
}

const columnsFor = (projectId: number, timezone: string): Column<Release>[] => [
  {
    id: "flag",
    header: "Flag",
    className: "min-w-36",
    sortBy: ({ flag }) => flag.key,
    cell: ({ id, flag }) => (
      <Link
        href={projectPath(projectId, `/releases/${id}`)}
        className="font-mono text-sm font-medium hover:text-accent hover:underline"
      >
        {flag.key}
      </Link>
    ),
  },
  {
    id: "state",
    header: "State",
    sortBy: ({ state }) => state,
    cell: (release) => <ReleaseBadges release={release} />,
  },
  {
    id: "step",
    header: "Step",
    className: "hidden whitespace-nowrap tabular-nums sm:table-cell",
    cell: ({ stage, stages }) =>
      `${stage + 1} of ${stages.length}: ${stages[stage]?.rollout_percentage ?? "–"} %`,
  },
  {
    id: "guards",
    header: "Guard-rails",
    className: "hidden md:table-cell",
    cell: ({ settings }) => (
      <span className="line-clamp-1 text-muted">{settings.guards.map(({ name }) => name).join(", ")}</span>
    ),
  },
  {
    id: "started",
    header: "Started",
    align: "right",
    className: "hidden whitespace-nowrap sm:table-cell",
    sortBy: ({ created_at }) => created_at,
    cell: ({ created_at }) => (
      <time className="text-muted" title={fullTime(created_at, timezone)}>
        {ago(created_at)}
      </time>
    ),
  },
];
