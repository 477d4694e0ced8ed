"use client";
import { useQuery } from "@tanstack/react-query";
import { Pin, Plus, Star } from "lucide-react";
import Link from "next/link";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { ago } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { dashboardListQuery, dashboardSearchQuery } from "@/products/dashboards/api";
import { NewDashboardDialog } from "@/products/dashboards/new-dashboard-dialog";
import type { DashboardBasic } from "@/products/dashboards/types";
import { usePin } from "@/products/dashboards/use-pin";
import { useStarred } from "@/products/dashboards/use-starred";
import { useDebounced } from "@/products/insights/use-debounced";
import { ListSearch } from "@/shell/list-search";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { Select } from "@/ui/select";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { ToggleGroup } from "@/ui/toggle-group";
import { Toolbar } from "@/ui/toolbar";

const SHOW = ["all", "pinned", "starred"] as const;
type Show = (typeof SHOW)[number];

/** Every dashboard of the project, pinned ones first. */
export function DashboardListPage() {
  const project = useProject();
  const [params, setParams] = useQueryStates({
    search: parseAsString.withDefault(""),
    show: parseAsStringLiteral(SHOW).withDefault("all"),
    tag: parseAsString.withDefault(""),
    new: parseAsBoolean.withDefault(false),
  });
  const dashboards = useQuery(dashboardListQuery(project.id));
  const [starred, toggleStar] = useStarred(project.id);
  const { mutate: pin } = usePin(project.id);
  const needle = params.search.trim().toLowerCase();
  const all = dashboards.data?.results ?? [];
  const tags = [...new Set(all.flatMap((dashboard) => dashboard.tags))].sort();
  const settled = useDebounced(needle, 250);
  // What stands on dashboards is searched by the API; names, tags and descriptions also at once, here.
  const held = useQuery({ ...dashboardSearchQuery(project.id, settled), enabled: settled.length > 1 });
  const holding = new Set(settled === needle ? held.data?.results.map(({ id }) => id) : []);
  const rows = all.filter(
    (dashboard) =>
      (params.show === "all" || (params.show === "pinned" ? dashboard.pinned : starred.has(dashboard.id))) &&
      (params.tag === "" || dashboard.tags.includes(params.tag)) &&
      (holding.has(dashboard.id) ||
        `${dashboard.name} ${dashboard.description} ${dashboard.tags.join(" ")}`
          .toLowerCase()
          .includes(needle)),
  );
  const columns = useMemo(
    (): Column<DashboardBasic>[] => [
      {
        id: "marks",
        header: <span className="sr-only">Marks</span>,
        className: "w-16 whitespace-nowrap",
        cell: (dashboard) => (
          <>
            <Mark
              label={`Pin ${dashboard.name} for everyone`}
              active={dashboard.pinned}
              onToggle={() => pin({ dashboard, pinned: !dashboard.pinned })}
              icon={<Pin />}
            />
            <Mark
              label={`Star ${dashboard.name} for me`}
              active={starred.has(dashboard.id)}
              onToggle={() => toggleStar(dashboard.id)}
              icon={<Star />}
            />
          </>
        ),
      },
      {
        id: "name",
        header: "Dashboard",
        sortBy: ({ name }) => name,
        className: "min-w-40",
        cell: (dashboard) => (
          <span className="block min-w-0">
            <Link
              href={projectPath(project.id, `/dashboards/${dashboard.id}`)}
              className="font-medium hover:text-accent hover:underline"
            >
              {dashboard.name}
            </Link>
            <span className="flex flex-wrap items-center gap-1 text-xs text-muted">
              {dashboard.description && (
                <span className="max-w-56 truncate sm:max-w-96">{dashboard.description}</span>
              )}
              {dashboard.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </span>
          </span>
        ),
      },
      {
        id: "author",
        header: "Made by",
        className: "hidden md:table-cell",
        sortBy: ({ created_by }) => created_by?.first_name ?? "",
        cell: ({ created_by }) => (
          <span className="text-muted">{created_by?.first_name || created_by?.email || "–"}</span>
        ),
      },
      {
        id: "created",
        header: "Created",
        align: "right",
        className: "hidden whitespace-nowrap sm:table-cell",
        sortBy: ({ created_at }) => created_at,
        cell: ({ created_at }) => <span className="text-muted">{ago(created_at)}</span>,
      },
    ],
    [project.id, starred, toggleStar, pin],
  );
  const create = () => void setParams({ new: true });
  return (
    <>
      <PageHeader
        title="Dashboards"
        actions={
          <Button variant="primary" onClick={create}>
            <Plus /> New dashboard
          </Button>
        }
      />
      <Toolbar>
        <ListSearch
          label="Search dashboards"
          placeholder="Search dashboards and their tiles"
          value={params.search}
          onChange={(search) => void setParams({ search: search || null })}
        />
        <ToggleGroup<Show>
          label="Which dashboards"
          value={params.show}
          onChange={(show) => void setParams({ show })}
          options={[
            { value: "all", label: "All" },
            { value: "pinned", label: "Pinned" },
            { value: "starred", label: "Starred" },
          ]}
        />
        {tags.length > 0 && (
          <Select
            aria-label="Tag"
            value={params.tag || "any"}
            onChange={(tag) => void setParams({ tag: tag === "any" ? null : tag })}
            options={[{ value: "any", label: "Any tag" }, ...tags.map((tag) => ({ value: tag, label: tag }))]}
          />
        )}
      </Toolbar>
      <ListBody
        query={dashboards}
        rows={rows}
        columns={columns}
        rowKey={({ id }) => String(id)}
        label="Dashboards"
        empty={
          <EmptyState
            title={all.length === 0 ? "No dashboards yet" : "No dashboard matches"}
            action={
              all.length === 0 ? (
                <Button variant="primary" onClick={create}>
                  Create the first one
                </Button>
              ) : (
                <Button onClick={() => void setParams(null)}>Clear search</Button>
              )
            }
          >
            {all.length === 0 &&
              "A dashboard shows insights together, under one date range. Templates give you a filled one in a minute."}
          </EmptyState>
        }
      />
      <NewDashboardDialog open={params.new} onClose={() => void setParams({ new: null })} />
    </>
  );
}

interface MarkProps {
  readonly label: string;
  readonly active: boolean;
  readonly onToggle: () => void;
  readonly icon: React.ReactNode;
}

function Mark({ label, active, onToggle, icon }: MarkProps) {
  return (
    <Button
      size="icon-sm"
      variant="quiet"
      aria-label={label}
      aria-pressed={active}
      title={label}
      onClick={onToggle}
      className={cn(active ? "text-accent [&_svg]:fill-current" : "opacity-60")}
    >
      {icon}
    </Button>
  );
}
