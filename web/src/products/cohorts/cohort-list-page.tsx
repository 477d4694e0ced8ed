"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { ago } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { type Cohort, cohortListQuery } from "@/products/cohorts/api";
import { CalculationState } from "@/products/cohorts/calculation-state";
import { describeGroup } from "@/products/cohorts/criteria/describe";
import { useNames } from "@/products/cohorts/use-names";
import { ListSearch } from "@/shell/list-search";
import { Button } from "@/ui/button";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { ToggleGroup } from "@/ui/toggle-group";
import { Toolbar } from "@/ui/toolbar";

const KINDS = ["all", "dynamic", "static"] as const;
type Kind = (typeof KINDS)[number];

/** Every cohort of the project: who is in it, how many, how fresh. */
export function CohortListPage() {
  const project = useProject();
  const names = useNames();
  const [params, setParams] = useQueryStates({
    search: parseAsString.withDefault(""),
    kind: parseAsStringLiteral(KINDS).withDefault("all"),
  });
  const cohorts = useQuery(cohortListQuery(project.id));
  const all = cohorts.data?.results ?? [];
  const needle = params.search.trim().toLowerCase();
  const rows = all.filter(
    ({ name, description, is_static }) =>
      (params.kind === "all" || is_static === (params.kind === "static")) &&
      `${name} ${description}`.toLowerCase().includes(needle),
  );
  const columns = useMemo(
    (): Column<Cohort>[] => [
      {
        id: "name",
        header: "Cohort",
        sortBy: ({ name }) => name ?? "",
        className: "min-w-40",
        cell: ({ id, name, description }) => (
          <span className="block min-w-0">
            <Link
              href={projectPath(project.id, `/cohorts/${id}`)}
              className="font-medium hover:text-accent hover:underline"
            >
              {name || `Cohort ${id}`}
            </Link>
            {description && <span className="block max-w-72 truncate text-xs text-muted">{description}</span>}
          </span>
        ),
      },
      {
        id: "who",
        header: "Who is in it",
        className: "hidden max-w-md md:table-cell",
        cell: ({ is_static, filters }) => {
          const text = is_static
            ? "a list"
            : filters.properties?.values
              ? describeGroup(filters.properties, names)
              : "everyone";
          return (
            <span className="block truncate text-muted" title={text}>
              {text}
            </span>
          );
        },
      },
      {
        id: "count",
        header: "People",
        align: "right",
        sortBy: ({ count }) => count ?? -1,
        cell: (cohort) => <CalculationState cohort={cohort} />,
      },
      {
        id: "created",
        header: "Created",
        align: "right",
        className: "hidden whitespace-nowrap lg:table-cell",
        sortBy: ({ created_at }) => created_at,
        cell: ({ created_at, created_by }) => (
          <span className="text-muted">
            {ago(created_at)}
            {created_by && ` by ${created_by.first_name || created_by.email}`}
          </span>
        ),
      },
    ],
    [project.id, names],
  );
  const create = (
    <Button asChild variant="primary">
      <Link href={projectPath(project.id, "/cohorts/new")}>
        <Plus /> New cohort
      </Link>
    </Button>
  );
  return (
    <>
      <PageHeader title="Cohorts" actions={create} />
      <Toolbar>
        <ListSearch
          label="Search cohorts"
          placeholder="Search name or description"
          value={params.search}
          onChange={(search) => void setParams({ search: search || null })}
        />
        <ToggleGroup<Kind>
          label="Kind of cohort"
          value={params.kind}
          onChange={(kind) => void setParams({ kind })}
          options={[
            { value: "all", label: "All" },
            { value: "dynamic", label: "Conditions" },
            { value: "static", label: "Lists" },
          ]}
        />
      </Toolbar>
      <ListBody
        query={cohorts}
        rows={rows}
        columns={columns}
        rowKey={({ id }) => String(id)}
        label="Cohorts"
        empty={
          <EmptyState
            title={all.length === 0 ? "No cohorts yet" : "No cohort matches"}
            action={
              all.length === 0 ? create : <Button onClick={() => void setParams(null)}>Clear search</Button>
            }
          >
            {all.length === 0 &&
              "A cohort is a group of people under one name: by what they are, by what they did, or as a list. Insights filter and break down by it, flags target it."}
          </EmptyState>
        }
      />
    </>
  );
}
