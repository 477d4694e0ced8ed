"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { parseAsBoolean, parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { projectPath, useProject } from "@/lib/project-context";
import { defaultQuery } from "@/products/insights/query/defaults";
import { KINDS } from "@/products/insights/query/kinds";
import { insightListQuery, LIST_SIZE } from "@/products/insights/saved/api";
import { useInsightColumns } from "@/products/insights/saved/insight-columns";
import { useDebounced } from "@/products/insights/use-debounced";
import { ListSearch } from "@/shell/list-search";
import { Button } from "@/ui/button";
import { Dropdown, DropdownItem } from "@/ui/dropdown";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { Select } from "@/ui/select";
import { EmptyState } from "@/ui/states";
import { ToggleGroup } from "@/ui/toggle-group";
import { Toolbar } from "@/ui/toolbar";

const PARAMS = {
  search: parseAsString.withDefault(""),
  kind: parseAsString.withDefault(""),
  tag: parseAsString.withDefault(""),
  favorited: parseAsBoolean.withDefault(false),
  mine: parseAsBoolean.withDefault(false),
  offset: parseAsInteger.withDefault(0),
};

const FILTER_KINDS = [
  { value: "any", label: "Every kind" },
  ...KINDS.map(({ kind, title }) => ({ value: kind.replace("Query", "").toUpperCase(), label: title })),
  { value: "SQL", label: "SQL" },
];

/** Where a new insight of a kind starts. */
function newInsightPath(projectId: number, kind: (typeof KINDS)[number]["kind"]): string {
  const query = kind === "TrendsQuery" ? "" : `?q=${encodeURIComponent(JSON.stringify(defaultQuery(kind)))}`;
  return projectPath(projectId, `/insights/new${query}`);
}

/** Saved insights, to search, open, mark and copy. */
export function InsightListPage() {
  const project = useProject();
  const [params, setParams] = useQueryStates(PARAMS, { history: "replace" });
  const asked = useDebounced(params, 200);
  const list = useQuery({ ...insightListQuery(project.id, asked), placeholderData: keepPreviousData });
  const set = (part: Partial<typeof params>) => void setParams({ ...part, offset: part.offset ?? 0 });
  const filtered = params.search || params.kind || params.tag || params.favorited || params.mine;
  const scope = params.favorited ? "favorited" : params.mine ? "mine" : "all";
  const rows = list.data?.results ?? [];
  const columns = useInsightColumns((tag) => set({ tag }));
  const total = list.data?.count ?? rows.length;
  const create = (
    <Dropdown
      trigger={
        <Button variant="primary">
          <Plus /> New insight
        </Button>
      }
    >
      {KINDS.map(({ kind, title, asks }) => (
        <DropdownItem key={kind} asChild>
          <Link href={newInsightPath(project.id, kind)}>
            <span className="flex flex-col">
              {title}
              <span className="text-xs text-muted">{asks}</span>
            </span>
          </Link>
        </DropdownItem>
      ))}
      <DropdownItem asChild>
        <Link href={projectPath(project.id, "/sql")}>
          <span className="flex flex-col">
            SQL<span className="text-xs text-muted">Anything else.</span>
          </span>
        </Link>
      </DropdownItem>
    </Dropdown>
  );
  return (
    <>
      <PageHeader title="Insights" actions={create} />
      <Toolbar>
        <ListSearch
          label="Search insights"
          placeholder="Search insights"
          value={params.search}
          onChange={(search) => set({ search })}
        />
        <ToggleGroup
          label="Which insights"
          value={scope}
          options={[
            { value: "all", label: "All" },
            { value: "favorited", label: "Favourites" },
            { value: "mine", label: "Mine" },
          ]}
          onChange={(value) => set({ favorited: value === "favorited", mine: value === "mine" })}
        />
        <Select<string>
          aria-label="Kind of insight"
          value={params.kind || "any"}
          options={FILTER_KINDS}
          onChange={(kind) => set({ kind: kind === "any" ? "" : kind })}
        />
        {params.tag && (
          <Button size="sm" variant="quiet" onClick={() => set({ tag: "" })}>
            Tag: {params.tag} ×
          </Button>
        )}
      </Toolbar>
      <ListBody
        query={list}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.short_id}
        label="Saved insights"
        empty={
          <EmptyState
            title={filtered ? "No insight matches" : "No insight is saved yet"}
            action={filtered ? <Button onClick={() => void setParams(null)}>Show all</Button> : create}
          >
            {filtered
              ? "Search for less, or leave out a filter."
              : "Ask a question and save it: it gets a name, a link, and a place on dashboards."}
          </EmptyState>
        }
      />
      {total > LIST_SIZE && (
        <div className="flex items-center gap-2 px-4 py-3 text-sm text-muted md:px-6">
          {params.offset + 1}–{params.offset + rows.length} of {total}
          <Button
            size="sm"
            disabled={params.offset === 0}
            onClick={() => set({ offset: Math.max(params.offset - LIST_SIZE, 0) })}
          >
            Before
          </Button>
          <Button
            size="sm"
            disabled={params.offset + LIST_SIZE >= total}
            onClick={() => set({ offset: params.offset + LIST_SIZE })}
          >
            Next
          </Button>
        </div>
      )}
    </>
  );
}
