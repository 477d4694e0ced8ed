"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/lib/api/client";
import { ago, exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { JobState } from "@/products/privacy/job-state";
import { type DataImport, isMoving } from "@/products/privacy/types";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { ListBody } from "@/ui/list-body";
import { Panel } from "@/ui/page";
import type { Column } from "@/ui/table";
import { toast } from "@/ui/toast";

const COLUMNS: readonly Column<DataImport>[] = [
  { id: "state", header: "State", cell: (job) => <JobState job={job} /> },
  { id: "new", header: "New events", align: "right", cell: ({ events_new }) => exactNumber(events_new) },
  {
    id: "asked",
    header: "Asked for",
    align: "right",
    className: "whitespace-nowrap text-muted",
    cell: ({ requested_at }) => ago(requested_at),
  },
];

/** Takes an export of another project over into this one. */
export function ImportsPanel() {
  const project = useProject();
  const client = useQueryClient();
  const [source, setSource] = useState("");
  const [id, setId] = useState("");
  const key = ["data-imports", project.id];
  const path = `/api/projects/${project.id}/data_imports/`;
  const imports = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<{ results: DataImport[] }>(`${path}?limit=10`, signal),
    refetchInterval: ({ state }) => (state.data?.results.some(isMoving) ? 2_000 : false),
  });
  const start = useMutation({
    mutationFn: async () => {
      const body = { source_project_id: Number(source), source_export_id: id.trim() };
      const job = await api.post<DataImport>(path, body);
      await api.post(`${path}${job.id}/definitions/`, {});
    },
    onSuccess: () => {
      setId("");
      toast.success("The import has begun. Flags, insights and dashboards are there already.");
    },
    onError: (error) => toast.error("The import could not be started.", error),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  return (
    <Panel title="Import">
      <form
        className="flex flex-wrap items-end gap-3 p-3"
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <Field label="From project number">
          <Input
            inputMode="numeric"
            value={source}
            onChange={(event) => setSource(event.target.value)}
            className="w-36"
          />
        </Field>
        <Field label="Id of its export" className="min-w-56 flex-1">
          <Input value={id} onChange={(event) => setId(event.target.value)} className="font-mono text-xs" />
        </Field>
        <Button type="submit" busy={start.isPending} disabled={!/^\d+$/.test(source) || id.trim() === ""}>
          Import
        </Button>
      </form>
      {(imports.data?.results.length ?? 0) > 0 && (
        <ListBody
          query={imports}
          rows={imports.data?.results ?? []}
          columns={COLUMNS}
          rowKey={(row) => row.id}
          label="Imports"
          empty={null}
        />
      )}
      <p className="px-3 pb-3 text-xs text-muted">
        The same export twice stores nothing twice. From another installation, upload the files through the
        API.
      </p>
    </Panel>
  );
}
