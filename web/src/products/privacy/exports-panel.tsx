"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { api } from "@/lib/api/client";
import { ago, exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { ExportFiles } from "@/products/privacy/export-files";
import { JobState } from "@/products/privacy/job-state";
import { StopJob } from "@/products/privacy/stop-job";
import { type DataExport, isMoving } from "@/products/privacy/types";
import { Button } from "@/ui/button";
import { ListBody } from "@/ui/list-body";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import type { Column } from "@/ui/table";
import { toast } from "@/ui/toast";

const FORMATS = [
  { value: "parquet", label: "Parquet", hint: "For warehouses and notebooks" },
  { value: "ndjson", label: "NDJSON", hint: "A line of JSON a row" },
] as const;

/** Exports of the whole project, and their files. */
export function ExportsPanel() {
  const project = useProject();
  const client = useQueryClient();
  const [format, setFormat] = useState<"parquet" | "ndjson">("parquet");
  const [open, setOpen] = useState<string | null>(null);
  const key = ["data-exports", project.id];
  const path = `/api/projects/${project.id}/data_exports/`;
  const exports = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<{ results: DataExport[] }>(`${path}?limit=10`, signal),
    refetchInterval: ({ state }) => (state.data?.results.some(isMoving) ? 2_000 : false),
  });
  const start = useMutation({
    mutationFn: () => api.post(path, { format }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
    onError: (error) => toast.error("The export could not be started.", error),
  });
  const columns: readonly Column<DataExport>[] = [
    {
      id: "format",
      header: "Format",
      cell: ({ format: name }) => (name === "parquet" ? "Parquet" : "NDJSON"),
    },
    {
      id: "state",
      header: "State",
      cell: (job) => (
        <span className="flex flex-wrap items-center gap-1.5">
          <JobState job={job} />
          <StopJob job={job} kind="data_exports" />
        </span>
      ),
    },
    { id: "rows", header: "Rows", align: "right", cell: ({ rows }) => exactNumber(rows) },
    {
      id: "asked",
      header: "Asked for",
      align: "right",
      className: "hidden whitespace-nowrap text-muted sm:table-cell",
      cell: ({ requested_at }) => ago(requested_at),
    },
    {
      id: "files",
      header: "",
      align: "right",
      cell: ({ id, state, expires_at }) =>
        state === "done" && expires_at !== null ? (
          <Button size="sm" onClick={() => setOpen(id)}>
            <Download /> Files
          </Button>
        ) : state === "done" ? (
          <span className="text-xs text-muted">Files deleted</span>
        ) : null,
    },
  ];
  return (
    <Panel
      title="Export everything"
      actions={
        <span className="flex items-center gap-1.5">
          <Select aria-label="Format" value={format} options={FORMATS} onChange={setFormat} />
          <Button size="sm" variant="primary" busy={start.isPending} onClick={() => start.mutate()}>
            Export
          </Button>
        </span>
      }
    >
      <ListBody
        query={exports}
        rows={exports.data?.results ?? []}
        columns={columns}
        rowKey={({ id }) => id}
        label="Exports"
        empty={
          <p className="p-3 text-sm text-muted">
            Events, persons, groups, flags, insights, dashboards, cohorts and experiments as files, kept for
            seven days. Another project can import them.
          </p>
        }
      />
      {open !== null && <ExportFiles id={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}
