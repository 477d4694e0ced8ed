"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { parseAsBoolean, parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { projectPath, useProject } from "@/lib/project-context";
import { defaultQuery } from "@/products/insights/query/defaults";
import { KINDS } from "@/products/insights/query/kinds";
import { insightListQuery, LIST_SIZE } from "@/products/insights/saved/api";
import { InsightRows } from "@/products/insights/saved/insight-rows";
import { useDebounced } from "@/products/insights/use-debounced";
import { Button } from "@/ui/button";
import { Dropdown, DropdownItem } from "@/ui/dropdown";
import { SearchInput } from "@/ui/input";
import { PageHeader, Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { ToggleGroup } from "@/ui/toggle-group";

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
      <div className="flex flex-col gap-4 p-4 md:p-6">
        <div className="flex flex-wrap items-center gap-2">
          <SearchInput
            aria-label="Search insights"
            placeholder="Search insights"
            className="w-full sm:w-72"
            value={params.search}
            onChange={(event) => set({ search: event.target.value })}
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
        </div>
        <Panel className="overflow-hidden">
          {list.error ? (
            <ErrorState error={list.error} onRetry={() => void list.refetch()} />
          ) : list.isPending ? (
            <SkeletonRows rows={8} />
          ) : rows.length === 0 ? (
            <EmptyState
              title={filtered ? "No insight matches" : "No insight is saved yet"}
              action={filtered ? <Button onClick={() => void setParams(null)}>Show all</Button> : create}
            >
              {filtered
                ? "Search for less, or leave out a filter."
                : "Ask a question and save it: it gets a name, a link, and a place on dashboards."}
            </EmptyState>
          ) : (
            <InsightRows insights={rows} onTag={(tag) => set({ tag })} />
          )}
        </Panel>
        {total > LIST_SIZE && (
          <div className="flex items-center gap-2 text-sm text-muted">
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
      </div>
    </>
  );
}
