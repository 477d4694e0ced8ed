"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ListFilter, UsersRound } from "lucide-react";
import Link from "next/link";
import { debounce, parseAsArrayOf, parseAsJson, parseAsString, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import * as z from "zod";
import type { Person } from "@/lib/api/types";
import { ago, fullTime, showValue } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { describeFilter, isComplete } from "@/products/filters/filter";
import { FilterList } from "@/products/filters/filter-list";
import { filterSchema } from "@/products/filters/schema";
import { ConnectFirst } from "@/products/onboarding/connect-first";
import { personListQuery } from "@/products/persons/api";
import { ColumnPicker } from "@/products/persons/column-picker";
import { PeopleSections } from "@/products/persons/people-sections";
import { personName } from "@/products/persons/person-name";
import { propertyColumn } from "@/products/persons/property-column";
import { SaveList } from "@/products/persons/save-list";
import { ListSearch } from "@/shell/list-search";
import { Button } from "@/ui/button";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { Popover } from "@/ui/popover";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { Toolbar } from "@/ui/toolbar";

/** Persons of the project with search, filters and columns of one's choice, all in the URL. */
export function PersonListPage() {
  const project = useProject();
  const [params, setParams] = useQueryStates({
    search: parseAsString.withDefault("").withOptions({ limitUrlUpdates: debounce(250) }),
    f: parseAsJson((value) => z.array(filterSchema).parse(value)),
    cols: parseAsArrayOf(parseAsString).withDefault([]),
  });
  const [saving, setSaving] = useState(false);
  const filters = params.f ?? [];
  const complete = filters.filter(isComplete);
  const persons = useInfiniteQuery({
    ...personListQuery(project.id, params.search, complete),
    placeholderData: keepPreviousData,
  });
  const rows = persons.data?.pages.flatMap(({ results }) => results) ?? [];
  const { cols } = params;
  const columns = useMemo(
    (): Column<Person>[] => [
      {
        id: "name",
        header: "Person",
        sortBy: personName,
        className: "max-w-52 sm:min-w-44 sm:max-w-72",
        cell: (person) => (
          <Link
            href={projectPath(project.id, `/persons/${encodeURIComponent(person.uuid)}`)}
            className="block truncate font-medium hover:text-accent hover:underline"
          >
            {personName(person)}
          </Link>
        ),
      },
      ...(cols.length > 0
        ? cols.map((name) => propertyColumn<Person>(name, ({ properties }) => properties))
        : [idsColumn, summaryColumn]),
      {
        id: "created",
        header: "First seen",
        align: "right",
        sortBy: (person) => person.created_at ?? "",
        cell: ({ created_at: seen }) => (
          <span
            className="whitespace-nowrap text-muted"
            title={seen ? fullTime(seen, project.timezone) : undefined}
          >
            {seen ? ago(seen) : "–"}
          </span>
        ),
      },
    ],
    [project.id, project.timezone, cols],
  );
  const asked = params.search !== "" || complete.length > 0;
  return (
    <>
      <PageHeader
        title="Persons"
        actions={
          <Button onClick={() => setSaving(true)} disabled={rows.length === 0}>
            <UsersRound /> Save as cohort
          </Button>
        }
      />
      <PeopleSections active="persons" />
      <Toolbar>
        <ListSearch
          label="Search persons"
          placeholder="Search e-mail, name or ID"
          value={params.search}
          onChange={(search) => void setParams({ search: search || null })}
        />
        <Popover
          className="max-h-[70vh] w-[min(40rem,calc(100vw-1rem))] overflow-auto p-3"
          trigger={
            <Button className="max-w-96 font-normal">
              <ListFilter className="text-muted" />
              <span className="truncate">
                {complete.length === 0 ? "Everyone" : complete.map(describeFilter).join(", ")}
              </span>
            </Button>
          }
        >
          <FilterList
            filters={filters}
            onChange={(next) =>
              void setParams({ f: next.length > 0 ? next.map((one) => ({ ...one })) : null })
            }
            sources={["person"]}
            audience="flags"
          />
        </Popover>
        <ColumnPicker
          chosen={cols}
          onChange={(next) => void setParams({ cols: next.length > 0 ? [...next] : null })}
        />
      </Toolbar>
      <ListBody
        query={persons}
        rows={rows}
        columns={columns}
        rowKey={(person) => person.uuid}
        label="Persons"
        empty={
          <EmptyState
            title={asked ? "Nobody fits" : "No persons yet"}
            action={
              asked ? (
                <Button onClick={() => void setParams({ search: null, f: null })}>Show everyone</Button>
              ) : (
                <ConnectFirst thing="person" />
              )
            }
          >
            {!asked &&
              "A person appears when an SDK identifies somebody or sends an event with a person profile."}
          </EmptyState>
        }
      />
      {persons.hasNextPage && (
        <div className="px-4 py-3 md:px-6">
          <Button busy={persons.isFetchingNextPage} onClick={() => void persons.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
      {saving && <SaveList search={params.search} filters={complete} onClose={() => setSaving(false)} />}
    </>
  );
}

const idsColumn: Column<Person> = {
  id: "ids",
  header: "Distinct IDs",
  className: "hidden max-w-64 sm:table-cell",
  cell: ({ distinct_ids: ids }) => (
    <span className="block truncate font-mono text-xs text-muted">
      {ids[0]}
      {ids.length > 1 && ` +${ids.length - 1}`}
    </span>
  ),
};

const summaryColumn: Column<Person> = {
  id: "properties",
  header: "Properties",
  className: "hidden max-w-xs lg:table-cell",
  cell: ({ properties }) => (
    <span className="block truncate text-xs text-muted">
      {Object.entries(properties)
        .filter(([key]) => !key.startsWith("$"))
        .slice(0, 4)
        .map(([key, value]) => `${key}: ${showValue(value)}`)
        .join(", ")}
    </span>
  ),
};
