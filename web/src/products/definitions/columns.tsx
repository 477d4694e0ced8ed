import { BadgeCheck, EyeOff } from "lucide-react";
import { ago, exactNumber, fullTime } from "@/lib/format";
import type { Definition } from "@/products/definitions/types";
import { Badge } from "@/ui/badge";
import type { Column } from "@/ui/table";

/** Name, marks and what people said, for events and properties alike; pressing the name opens it. */
export function nameColumn<D extends Definition>(
  header: string,
  title: (name: string) => string,
  onOpen: (definition: D) => void,
): Column<D> {
  return {
    id: "name",
    header,
    sortBy: ({ name }) => name,
    className: "min-w-44",
    cell: (definition) => (
      <span className="block min-w-0">
        <span className="flex items-center gap-1.5">
          <button
            type="button"
            onClick={() => onOpen(definition)}
            className="max-w-96 truncate text-left font-medium hover:text-accent hover:underline"
            title={definition.name}
          >
            {title(definition.name)}
          </button>
          {definition.verified && <BadgeCheck className="size-4 shrink-0 text-ok" aria-label="verified" />}
          {definition.hidden && <EyeOff className="size-4 shrink-0 text-muted" aria-label="hidden" />}
        </span>
        {title(definition.name) !== definition.name && (
          <span className="block truncate font-mono text-2xs text-muted">{definition.name}</span>
        )}
      </span>
    ),
  };
}

/** Description and tags. */
export function descriptionColumn<D extends Definition>(): Column<D> {
  return {
    id: "description",
    header: "Description",
    className: "hidden max-w-md md:table-cell",
    cell: ({ description, tags = [] }) => (
      <span className="flex flex-wrap items-center gap-1">
        <span className="truncate text-muted">{description}</span>
        {tags.map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
      </span>
    ),
  };
}

/** How often it came lately, and when last; `timezone` is the project's. */
export function usageColumns<D extends Definition>(timezone: string): readonly Column<D>[] {
  return [
    {
      id: "volume",
      header: "Last 30 days",
      align: "right",
      sortBy: ({ volume_30_day }) => volume_30_day ?? 0,
      cell: ({ volume_30_day: volume }) =>
        volume === null || volume === undefined ? "–" : exactNumber(volume),
    },
    {
      id: "seen",
      header: "Last seen",
      align: "right",
      className: "hidden whitespace-nowrap sm:table-cell",
      sortBy: ({ last_seen_at }) => last_seen_at ?? "",
      cell: ({ last_seen_at: seen }) => (
        <span className="text-muted" title={seen ? fullTime(seen, timezone) : undefined}>
          {seen ? ago(seen) : "–"}
        </span>
      ),
    },
  ];
}
