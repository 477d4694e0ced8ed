"use client";
import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { api } from "@/lib/api/client";
import { ago, exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { DeleteDialog } from "@/products/privacy/delete-dialog";
import { JobState } from "@/products/privacy/job-state";
import { StopJob } from "@/products/privacy/stop-job";
import { type DataDeletion, isMoving } from "@/products/privacy/types";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/code-block";
import { ListBody } from "@/ui/list-body";
import { Panel } from "@/ui/page";
import type { Column } from "@/ui/table";

const what = ({ event_names: names, properties, date_from: from, date_to: to }: DataDeletion["params"]) =>
  [
    names.length === 0 ? "All events" : names.join(", "),
    properties.length > 0 ? `${properties.length} ${properties.length === 1 ? "filter" : "filters"}` : "",
    `${from === null ? "until" : `${from.slice(0, 10)} to`} ${to.slice(0, 10)}`,
  ]
    .filter(Boolean)
    .join(" · ");

const COLUMNS: readonly Column<DataDeletion>[] = [
  { id: "what", header: "Deletes", className: "min-w-40", cell: ({ params }) => what(params) },
  {
    id: "state",
    header: "State",
    cell: (job) => (
      <span className="flex flex-wrap items-center gap-1.5">
        <JobState job={job} />
        <StopJob job={job} kind="data_deletions" />
      </span>
    ),
  },
  {
    id: "count",
    header: "Events",
    align: "right",
    cell: ({ done, late }) => `${exactNumber(done)}${late > 0 ? ` (${exactNumber(late)} late)` : ""}`,
  },
  {
    id: "receipt",
    header: "Receipt",
    cell: ({ receipt }) =>
      receipt === null ? "–" : <CopyButton text={receipt} label="Copy the signed receipt" />,
  },
  {
    id: "asked",
    header: "Asked for",
    align: "right",
    className: "hidden whitespace-nowrap text-muted sm:table-cell",
    cell: ({ requested_at }) => ago(requested_at),
  },
];

/** Deletions of events, with their receipts. */
export function DeletionsPanel() {
  const project = useProject();
  const [open, setOpen] = useState(false);
  const deletions = useQuery({
    queryKey: ["data-deletions", project.id],
    queryFn: ({ signal }) =>
      api.get<{ results: DataDeletion[] }>(`/api/projects/${project.id}/data_deletions/?limit=20`, signal),
    refetchInterval: ({ state }) => (state.data?.results.some(isMoving) ? 2_000 : false),
  });
  return (
    <Panel
      title="Delete events"
      actions={
        <Button size="sm" variant="quiet" onClick={() => setOpen(true)}>
          <Trash2 /> Delete events
        </Button>
      }
    >
      <ListBody
        query={deletions}
        rows={deletions.data?.results ?? []}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        label="Deletions of events"
        empty={
          <p className="p-3 text-sm text-muted">
            Events can be deleted by name, time and properties. What comes late is deleted too, and a signed
            receipt says that nothing is left. A single person is deleted on their own page.
          </p>
        }
      />
      {open && <DeleteDialog onClose={() => setOpen(false)} />}
    </Panel>
  );
}
