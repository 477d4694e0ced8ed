"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { ago, fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { flagListQuery, useToggleFlag } from "@/products/flags/api";
import { BulkBar } from "@/products/flags/bulk/bulk-bar";
import { FlagSections } from "@/products/flags/flag-sections";
import { summarizeKind, summarizeRollout } from "@/products/flags/summary";
import type { Flag } from "@/products/flags/types";
import { ListSearch } from "@/shell/list-search";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import { Switch } from "@/ui/switch";
import type { Column } from "@/ui/table";
import { ToggleGroup } from "@/ui/toggle-group";
import { Toolbar } from "@/ui/toolbar";

const SHOW = ["all", "on", "off", "stale"] as const;
type Show = (typeof SHOW)[number];

/** Every flag of the project with its switch. */
export function FlagListPage() {
  const project = useProject();
  const [params, setParams] = useQueryStates({
    search: parseAsString.withDefault(""),
    show: parseAsStringLiteral(SHOW).withDefault("all"),
  });
  const flags = useQuery(flagListQuery(project.id));
  const toggle = useToggleFlag(project.id);
  const needle = params.search.trim().toLowerCase();
  const rows = useMemo(
    () =>
      (flags.data?.results ?? []).filter(
        (flag) =>
          isShown(flag, params.show) &&
          `${flag.key} ${flag.name} ${flag.tags.join(" ")}`.toLowerCase().includes(needle),
      ),
    [flags.data, params.show, needle],
  );
  const { mutate } = toggle;
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const chosenRows = rows.filter(({ id }) => chosen.has(id));
  const allChosen = rows.length > 0 && chosenRows.length === rows.length;
  const columns = useMemo(
    (): Column<Flag>[] => [
      {
        id: "chosen",
        header: (
          <input
            type="checkbox"
            aria-label="Choose all"
            checked={allChosen}
            onChange={() => setChosen(new Set(allChosen ? [] : rows.map(({ id }) => id)))}
          />
        ),
        className: "w-8 pr-0",
        cell: ({ id, key }) => (
          <input
            type="checkbox"
            aria-label={`Choose ${key}`}
            checked={chosen.has(id)}
            onChange={() => setChosen(withToggled(chosen, id))}
          />
        ),
      },
      {
        id: "active",
        header: <span className="sr-only">On</span>,
        className: "w-12",
        sortBy: (flag) => Number(flag.active),
        cell: (flag) => (
          <Switch
            checked={flag.active}
            aria-label={`${flag.key} is ${flag.active ? "on" : "off"}`}
            onChange={(active) => mutate({ flag, active })}
          />
        ),
      },
      {
        id: "key",
        header: "Flag",
        sortBy: (flag) => flag.key,
        className: "min-w-48",
        cell: (flag) => (
          <span className="block min-w-0">
            <Link
              href={projectPath(project.id, `/flags/${flag.id}`)}
              className="font-mono text-xs font-medium hover:text-accent hover:underline"
            >
              {flag.key}
            </Link>
            <span className="flex flex-wrap items-center gap-1 text-xs text-muted">
              {flag.name && <span className="max-w-72 truncate">{flag.name}</span>}
              {flag.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
              {flag.status === "STALE" && <Badge tone="warn">stale</Badge>}
            </span>
          </span>
        ),
      },
      {
        id: "rollout",
        header: "Who gets it",
        className: "hidden max-w-md md:table-cell",
        cell: (flag) => (
          <span className="block truncate" title={summarizeRollout(flag.filters)}>
            {summarizeRollout(flag.filters)}
          </span>
        ),
      },
      {
        id: "kind",
        header: "What",
        className: "hidden max-w-60 lg:table-cell",
        cell: (flag) => <span className="block truncate text-muted">{kindOf(flag)}</span>,
      },
      {
        id: "evaluated",
        header: "Last evaluated",
        align: "right",
        className: "hidden whitespace-nowrap md:table-cell",
        sortBy: (flag) => flag.last_called_at ?? "",
        cell: (flag) =>
          flag.last_called_at ? (
            <time className="text-muted" title={fullTime(flag.last_called_at, project.timezone)}>
              {ago(flag.last_called_at)}
            </time>
          ) : (
            <span className="text-muted">never</span>
          ),
      },
      {
        id: "owner",
        header: "Owner",
        className: "hidden max-w-36 xl:table-cell",
        sortBy: ({ created_by }) => ownerOf(created_by),
        cell: ({ created_by }) => <span className="block truncate text-muted">{ownerOf(created_by)}</span>,
      },
      {
        id: "updated",
        header: "Updated",
        align: "right",
        className: "hidden whitespace-nowrap sm:table-cell",
        sortBy: (flag) => flag.updated_at ?? flag.created_at,
        cell: (flag) => (
          <time className="text-muted" title={fullTime(flag.updated_at ?? flag.created_at, project.timezone)}>
            {ago(flag.updated_at ?? flag.created_at)}
          </time>
        ),
      },
    ],
    [project.id, project.timezone, mutate, rows, chosen, allChosen],
  );

  return (
    <>
      <PageHeader
        title="Feature flags"
        actions={
          <Button asChild variant="primary">
            <Link href={projectPath(project.id, "/flags/new")}>
              <Plus /> New flag
            </Link>
          </Button>
        }
      />
      <FlagSections />
      <Toolbar>
        <ListSearch
          label="Search flags"
          placeholder="Search key, description, tag"
          value={params.search}
          onChange={(search) => void setParams({ search: search || null })}
        />
        <ToggleGroup<Show>
          label="Which flags"
          value={params.show}
          onChange={(show) => void setParams({ show })}
          options={[
            { value: "all", label: "All" },
            { value: "on", label: "On" },
            { value: "off", label: "Off" },
            { value: "stale", label: "Stale" },
          ]}
        />
        {flags.data && (
          <span className="ml-auto text-xs text-muted">
            {rows.length === flags.data.results.length
              ? `${rows.length} ${rows.length === 1 ? "flag" : "flags"}`
              : `${rows.length} of ${flags.data.results.length}`}
          </span>
        )}
      </Toolbar>
      <ListBody
        query={flags}
        rows={rows}
        columns={columns}
        rowKey={(flag) => String(flag.id)}
        label="Feature flags"
        empty={
          <EmptyState
            title={flags.data?.results.length === 0 ? "No flags yet" : "No flag matches"}
            action={
              flags.data?.results.length === 0 ? (
                <Button asChild variant="primary">
                  <Link href={projectPath(project.id, "/flags/new")}>Create the first one</Link>
                </Button>
              ) : (
                <Button onClick={() => void setParams(null)}>Clear search</Button>
              )
            }
          >
            {flags.data?.results.length === 0 &&
              "A flag decides at the edge, in milliseconds, who sees what. Start with 0 % and widen it as you gain trust."}
          </EmptyState>
        }
      />
      {chosenRows.length > 0 && <BulkBar flags={chosenRows} onClear={() => setChosen(new Set())} />}
    </>
  );
}

function isShown(flag: Flag, show: Show): boolean {
  if (show === "all") return true;
  return show === "stale" ? flag.status === "STALE" : flag.active === (show === "on");
}

function withToggled(chosen: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

const ownerOf = (user: Flag["created_by"]): string => user?.first_name || user?.email || "";

function kindOf(flag: Flag): string {
  if (!flag.is_remote_configuration) return summarizeKind(flag.filters);
  return flag.has_encrypted_payloads ? "remote config, secret" : "remote config";
}
