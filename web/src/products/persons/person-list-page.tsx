"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { debounce, parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";
import type { Person } from "@/lib/api/types";
import { ago, showValue } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { personListQuery } from "@/products/persons/api";
import { personName } from "@/products/persons/person-name";
import { Button } from "@/ui/button";
import { SearchInput } from "@/ui/input";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";

/** Persons of the project with search. */
export function PersonListPage() {
  const project = useProject();
  const [search, setSearch] = useQueryState(
    "search",
    parseAsString.withDefault("").withOptions({ limitUrlUpdates: debounce(250) }),
  );
  const persons = useQuery({ ...personListQuery(project.id, search), placeholderData: keepPreviousData });
  const columns = useMemo(
    (): Column<Person>[] => [
      {
        id: "name",
        header: "Person",
        sortBy: personName,
        className: "min-w-48",
        cell: (person) => (
          <Link
            href={projectPath(project.id, `/persons/${encodeURIComponent(person.uuid)}`)}
            className="font-medium hover:text-accent hover:underline"
          >
            {personName(person)}
          </Link>
        ),
      },
      {
        id: "ids",
        header: "Distinct IDs",
        className: "hidden max-w-64 sm:table-cell",
        cell: (person) => (
          <span className="block truncate font-mono text-xs text-muted">
            {person.distinct_ids[0]}
            {person.distinct_ids.length > 1 && ` +${person.distinct_ids.length - 1}`}
          </span>
        ),
      },
      {
        id: "properties",
        header: "Properties",
        className: "hidden max-w-xs lg:table-cell",
        cell: (person) => (
          <span className="block truncate text-xs text-muted">
            {Object.entries(person.properties)
              .filter(([key]) => !key.startsWith("$"))
              .slice(0, 4)
              .map(([key, value]) => `${key}: ${showValue(value)}`)
              .join(", ")}
          </span>
        ),
      },
      {
        id: "created",
        header: "First seen",
        align: "right",
        sortBy: (person) => person.created_at ?? "",
        cell: (person) => (
          <span className="whitespace-nowrap text-muted">
            {person.created_at ? ago(person.created_at) : "–"}
          </span>
        ),
      },
    ],
    [project.id],
  );
  return (
    <>
      <PageHeader title="Persons" />
      <div className="border-b border-line px-4 py-2 md:px-6">
        <SearchInput
          className="w-80 max-w-full"
          placeholder="Search e-mail, name or ID"
          aria-label="Search persons"
          value={search}
          onChange={(event) => void setSearch(event.target.value || null)}
        />
      </div>
      {persons.error && (
        <ErrorState
          error={persons.error}
          onRetry={() => void persons.refetch()}
          title="Persons could not be loaded."
        />
      )}
      {persons.isPending && <SkeletonRows rows={8} />}
      {persons.data?.results.length === 0 && (
        <EmptyState
          title={search ? `Nobody matches “${search}”` : "No persons yet"}
          action={search && <Button onClick={() => void setSearch(null)}>Clear search</Button>}
        >
          {!search &&
            "A person appears when an SDK identifies somebody or sends an event with a person profile."}
        </EmptyState>
      )}
      {persons.data && persons.data.results.length > 0 && (
        <DataTable
          plain
          rows={persons.data.results}
          columns={columns}
          rowKey={(person) => person.uuid}
          label="Persons"
          className="md:px-3"
        />
      )}
    </>
  );
}
