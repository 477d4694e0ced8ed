"use client";
import { Copy, MoreHorizontal, Star, Trash2 } from "lucide-react";
import Link from "next/link";
import { ago } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { kindTitle } from "@/products/insights/query/kinds";
import { unwrapQuery } from "@/products/insights/query/unwrap";
import { insightName, type SavedInsight, useSaveInsight } from "@/products/insights/saved/api";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Dropdown, DropdownItem } from "@/ui/dropdown";
import type { Column } from "@/ui/table";
import { toast } from "@/ui/toast";

/** Columns of the list of saved insights, with what can be done to one. */
export function useInsightColumns(onTag: (tag: string) => void): Column<SavedInsight>[] {
  const project = useProject();
  const save = useSaveInsight();
  const failed = (what: string) => (error: unknown) => toast.error(what, error);
  return [
    {
      id: "favourite",
      header: <span className="sr-only">Favourite</span>,
      className: "w-10 pr-0",
      cell: (insight) => (
        <Button
          size="icon-sm"
          variant="quiet"
          aria-label={`${insight.favorited ? "No longer a favourite" : "Make a favourite"}: ${insightName(insight)}`}
          aria-pressed={insight.favorited}
          onClick={() =>
            save.mutate(
              { shortId: insight.short_id, draft: { favorited: !insight.favorited } },
              { onError: failed("Not changed") },
            )
          }
        >
          <Star className={cn(insight.favorited && "fill-current text-warn")} />
        </Button>
      ),
    },
    {
      id: "name",
      header: "Name",
      sortBy: insightName,
      className: "min-w-48 max-w-0 w-1/2",
      cell: (insight) => (
        <span className="flex min-w-0 flex-col">
          <Link
            className="truncate font-medium hover:text-accent hover:underline"
            href={projectPath(project.id, `/insights/${insight.short_id}`)}
          >
            {insightName(insight)}
          </Link>
          {insight.description && <span className="truncate text-xs text-muted">{insight.description}</span>}
        </span>
      ),
    },
    {
      id: "kind",
      header: "Kind",
      cell: (insight) => <Badge>{kindTitle(unwrapQuery(insight.query)?.kind)}</Badge>,
    },
    {
      id: "tags",
      header: "Tags",
      className: "max-md:hidden",
      cell: (insight) => (
        <span className="flex flex-wrap gap-1">
          {insight.tags.map((tag) => (
            <button key={tag} type="button" onClick={() => onTag(tag)} aria-label={`Only tag ${tag}`}>
              <Badge tone="accent">{tag}</Badge>
            </button>
          ))}
        </span>
      ),
    },
    {
      id: "changed",
      header: "Last changed",
      sortBy: (insight) => insight.last_modified_at,
      className: "whitespace-nowrap text-muted",
      cell: (insight) => ago(insight.last_modified_at),
    },
    {
      id: "by",
      header: "By",
      className: "whitespace-nowrap text-muted max-sm:hidden",
      cell: (insight) => insight.last_modified_by?.first_name ?? insight.created_by?.first_name ?? "–",
    },
    {
      id: "more",
      header: <span className="sr-only">More</span>,
      className: "w-10",
      cell: (insight) => (
        <Dropdown
          trigger={
            <Button size="icon-sm" variant="quiet" aria-label={`More for ${insightName(insight)}`}>
              <MoreHorizontal />
            </Button>
          }
        >
          <DropdownItem
            onSelect={() =>
              save.mutate(
                {
                  shortId: null,
                  draft: {
                    name: `${insightName(insight)} (copy)`,
                    description: insight.description,
                    tags: insight.tags,
                    query: insight.query,
                  },
                },
                { onSuccess: () => toast.success("Insight duplicated"), onError: failed("Not duplicated") },
              )
            }
          >
            <Copy /> Duplicate
          </DropdownItem>
          <DropdownItem
            danger
            onSelect={() =>
              save.mutate(
                { shortId: insight.short_id, draft: { deleted: true } },
                {
                  onSuccess: () =>
                    toast.undo(`“${insightName(insight)}” was deleted`, () =>
                      save.mutate(
                        { shortId: insight.short_id, draft: { deleted: false } },
                        { onError: failed("Not brought back") },
                      ),
                    ),
                  onError: failed("Not deleted"),
                },
              )
            }
          >
            <Trash2 /> Delete
          </DropdownItem>
        </Dropdown>
      ),
    },
  ];
}
