"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { compactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import type { DataExport } from "@/products/privacy/types";
import { CopyButton } from "@/ui/code-block";
import { Dialog } from "@/ui/dialog";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

interface Detail extends DataExport {
  readonly files: readonly { readonly name: string; readonly rows: number | null; readonly url: string }[];
}

/** The files of an export with links that open for an hour. */
export function ExportFiles({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const project = useProject();
  const detail = useQuery({
    queryKey: ["data-export", project.id, id],
    queryFn: ({ signal }) => api.get<Detail>(`/api/projects/${project.id}/data_exports/${id}/`, signal),
    // The links grow old.
    staleTime: 0,
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Files of the export"
      description="The links open for an hour; open this window again for new ones."
    >
      {detail.isPending && <SkeletonRows rows={4} />}
      {detail.error && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
      <ul className="flex flex-col divide-y divide-line text-sm">
        {detail.data?.files.map(({ name, rows, url }) => (
          <li key={name} className="flex items-center gap-3 py-1.5">
            <a
              href={new URL(url).pathname}
              download
              className="min-w-0 flex-1 truncate font-mono text-xs hover:underline"
            >
              {name}
            </a>
            <span className="text-xs text-muted tabular-nums">
              {rows === null ? "" : `${compactNumber(rows)} rows`}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-3 flex items-center gap-1 text-xs text-muted">
        To import into another project, give this id: <code className="font-mono">{id}</code>
        <CopyButton text={id} label="Copy the id of the export" />
      </p>
    </Dialog>
  );
}
