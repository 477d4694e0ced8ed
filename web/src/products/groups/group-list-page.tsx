"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import Link from "next/link";
import { debounce, parseAsArrayOf, parseAsString, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { ago, fullTime, showValue } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { type Group, groupListQuery } from "@/products/groups/api";
import { groupName, groupTypeTitle } from "@/products/groups/group-name";
import { NameTypeDialog } from "@/products/groups/name-type-dialog";
import { ConnectFirst } from "@/products/onboarding/connect-first";
import { ColumnPicker } from "@/products/persons/column-picker";
import { PeopleSections } from "@/products/persons/people-sections";
import { propertyColumn } from "@/products/persons/property-column";
import { ListSearch } from "@/shell/list-search";
import { Button } from "@/ui/button";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { Toolbar } from "@/ui/toolbar";

/** Groups of one type: companies, teams, whatever the project calls them. */
export function GroupListPage({ typeIndex }: { readonly typeIndex: number }) {
  const project = useProject();
  const type = project.group_types?.find(({ group_type_index }) => group_type_index === typeIndex);
  const plural = type ? groupTypeTitle(type) : "Groups";
  const [params, setParams] = useQueryStates({
    search: parseAsString.withDefault("").withOptions({ limitUrlUpdates: debounce(250) }),
    cols: parseAsArrayOf(parseAsString).withDefault([]),
  });
  const [naming, setNaming] = useState(false);
  const groups = useInfiniteQuery({
    ...groupListQuery(project.id, typeIndex, params.search),
    placeholderData: keepPreviousData,
  });
  const rows = groups.data?.pages.flatMap(({ results }) => results) ?? [];
  const { cols } = params;
  const columns = useMemo(
    (): Column<Group>[] => [
      {
        id: "name",
        header: type?.name_singular || type?.group_type || "Group",
        sortBy: groupName,
        className: "max-w-52 sm:min-w-44 sm:max-w-72",
        cell: (group) => (
          <span className="block min-w-0">
            <Link
              href={projectPath(project.id, `/groups/${typeIndex}/${encodeURIComponent(group.group_key)}`)}
              className="block truncate font-medium hover:text-accent hover:underline"
            >
              {groupName(group)}
            </Link>
            {groupName(group) !== group.group_key && (
              <span className="block truncate font-mono text-2xs text-muted">{group.group_key}</span>
            )}
          </span>
        ),
      },
      ...(cols.length > 0
        ? cols.map((name) => propertyColumn<Group>(name, ({ group_properties }) => group_properties))
        : [
            {
              id: "properties",
              header: "Properties",
              className: "hidden max-w-md md:table-cell",
              cell: ({ group_properties }: Group) => (
                <span className="block truncate text-xs text-muted">
                  {Object.entries(group_properties)
                    .slice(0, 5)
                    .map(([key, value]) => `${key}: ${showValue(value)}`)
                    .join(", ")}
                </span>
              ),
            },
          ]),
      {
        id: "created",
        header: "First seen",
        align: "right",
        sortBy: ({ created_at }) => created_at,
        cell: ({ created_at }) => (
          <span className="whitespace-nowrap text-muted" title={fullTime(created_at, project.timezone)}>
            {ago(created_at)}
          </span>
        ),
      },
    ],
    [project.id, project.timezone, type, typeIndex, cols],
  );
  return (
    <>
      <PageHeader
        title={plural}
        actions={
          type && (
            <Button variant="quiet" onClick={() => setNaming(true)}>
              <Pencil /> Rename
            </Button>
          )
        }
      />
      <PeopleSections active={typeIndex} />
      <Toolbar>
        <ListSearch
          label={`Search ${plural}`}
          placeholder="Search key or properties"
          value={params.search}
          onChange={(search) => void setParams({ search: search || null })}
        />
        <ColumnPicker
          source={`group_${typeIndex}`}
          chosen={cols}
          onChange={(next) => void setParams({ cols: next.length > 0 ? [...next] : null })}
        />
      </Toolbar>
      <ListBody
        query={groups}
        rows={rows}
        columns={columns}
        rowKey={({ group_key }) => group_key}
        label={plural}
        empty={
          <EmptyState
            title={params.search ? "Nothing matches" : `No ${plural.toLowerCase()} yet`}
            action={
              params.search ? (
                <Button onClick={() => void setParams({ search: null })}>Clear search</Button>
              ) : (
                <ConnectFirst thing="group" />
              )
            }
          >
            {!params.search && 'A group appears when an SDK names it: posthog.group("company", "acme").'}
          </EmptyState>
        }
      />
      {groups.hasNextPage && (
        <div className="px-4 py-3 md:px-6">
          <Button busy={groups.isFetchingNextPage} onClick={() => void groups.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
      {naming && type && <NameTypeDialog type={type} onClose={() => setNaming(false)} />}
    </>
  );
}
