"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";
import { ago } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { actionListQuery } from "@/products/actions/api";
import { describeStep } from "@/products/actions/step";
import type { Action } from "@/products/actions/types";
import { DataSections } from "@/products/definitions/data-sections";
import { ListSearch } from "@/shell/list-search";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { Toolbar } from "@/ui/toolbar";

/** Named combinations of events. */
export function ActionListPage() {
  const project = useProject();
  const [search, setSearch] = useQueryState("search", parseAsString.withDefault(""));
  const actions = useQuery(actionListQuery(project.id));
  const all = actions.data?.results ?? [];
  const needle = search.trim().toLowerCase();
  const rows = all.filter((action) =>
    `${action.name} ${action.description} ${action.tags.join(" ")}`.toLowerCase().includes(needle),
  );
  const columns = useMemo(
    (): Column<Action>[] => [
      {
        id: "name",
        header: "Action",
        sortBy: ({ name }) => name,
        className: "min-w-44",
        cell: (action) => (
          <span className="block min-w-0">
            <Link
              href={projectPath(project.id, `/data/actions/${action.id}`)}
              className="font-medium hover:text-accent hover:underline"
            >
              {action.name}
            </Link>
            <span className="flex flex-wrap items-center gap-1 text-xs text-muted">
              {action.description && <span className="max-w-72 truncate">{action.description}</span>}
              {action.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </span>
          </span>
        ),
      },
      {
        id: "steps",
        header: "What counts",
        className: "max-w-md",
        cell: ({ steps }) => {
          const text = steps.map(describeStep).join(", or ");
          return (
            <span className="block truncate text-muted" title={text}>
              {text || "nothing yet"}
            </span>
          );
        },
      },
      {
        id: "updated",
        header: "Changed",
        align: "right",
        className: "hidden whitespace-nowrap sm:table-cell",
        sortBy: ({ updated_at }) => updated_at,
        cell: ({ updated_at }) => <span className="text-muted">{ago(updated_at)}</span>,
      },
    ],
    [project.id],
  );
  const create = (
    <Button asChild variant="primary">
      <Link href={projectPath(project.id, "/data/actions/new")}>
        <Plus /> New action
      </Link>
    </Button>
  );
  return (
    <>
      <PageHeader title="Data management" actions={create} />
      <DataSections active="actions" />
      <Toolbar>
        <ListSearch
          label="Search actions"
          placeholder="Search name, description, tag"
          value={search}
          onChange={(text) => void setSearch(text || null)}
        />
      </Toolbar>
      <ListBody
        query={actions}
        rows={rows}
        columns={columns}
        rowKey={({ id }) => String(id)}
        label="Actions"
        empty={
          <EmptyState
            title={all.length === 0 ? "No actions yet" : "No action matches"}
            action={
              all.length === 0 ? create : <Button onClick={() => void setSearch(null)}>Clear search</Button>
            }
          >
            {all.length === 0 &&
              "An action gives one name to events that mean the same: a click on “Buy”, the page after it, or the event your server sends. Insights, cohorts and surveys then use the name."}
          </EmptyState>
        }
      />
    </>
  );
}
