"use client";
import { useQuery } from "@tanstack/react-query";
import { Merge as Merging, Undo2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { fullTime, showValue } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { type Merge, mergesOfQuery, type UndoPreview, undoPreviewQuery } from "@/products/persons/api";
import { MergeDialog } from "@/products/persons/person/merge-dialog";
import { usePersonWrite } from "@/products/persons/person/write";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

/** How this person came to be one: every merge, each of which can be looked at and undone. */
export function MergesTab({ personId }: { readonly personId: string }) {
  const [merging, setMerging] = useState(false);
  return (
    <>
      <MergeLog personId={personId} />
      <Button className="mt-3" onClick={() => setMerging(true)}>
        <Merging /> Merge another person into this one
      </Button>
      {merging && <MergeDialog personId={personId} onClose={() => setMerging(false)} />}
    </>
  );
}

function MergeLog({ personId }: { readonly personId: string }) {
  const project = useProject();
  const merges = useQuery(mergesOfQuery(project.id, personId));
  const [undoing, setUndoing] = useState<Merge | null>(null);
  if (merges.error) return <ErrorState error={merges.error} onRetry={() => void merges.refetch()} />;
  if (!merges.data) return <SkeletonRows rows={3} />;
  if (merges.data.results.length === 0) {
    return (
      <EmptyState title="Never merged">
        Identify, alias and merge calls that bring two IDs together are listed here.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="max-w-4xl">
        {merges.data.results.map((merge) => (
          <li
            key={merge.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2 text-sm"
          >
            <span className="min-w-0 flex-1">
              <span className="block">
                <Id id={merge.source_distinct_id} />{" "}
                {merge.kind === "merge" ? "was merged into" : "was attached to"}{" "}
                <Id id={merge.target_distinct_id} />
              </span>
              <span className="block text-xs text-muted">
                {fullTime(merge.at, project.timezone)}, {merge.moved_distinct_ids.length}{" "}
                {merge.moved_distinct_ids.length === 1 ? "ID" : "IDs"} moved
              </span>
            </span>
            {merge.undone_at ? (
              <Badge>undone {fullTime(merge.undone_at, project.timezone)}</Badge>
            ) : (
              <Button size="sm" onClick={() => setUndoing(merge)}>
                <Undo2 /> Undo…
              </Button>
            )}
          </li>
        ))}
      </ul>
      {undoing && <UndoDialog merge={undoing} personId={personId} onClose={() => setUndoing(null)} />}
    </>
  );
}

function Id({ id }: { readonly id: string }) {
  return <code className="font-mono text-xs font-medium break-all">{id}</code>;
}

interface UndoDialogProps {
  readonly merge: Merge;
  readonly personId: string;
  readonly onClose: () => void;
}

/** What undoing would change, before it does. */
function UndoDialog({ merge, personId, onClose }: UndoDialogProps) {
  const project = useProject();
  const preview = useQuery({ ...undoPreviewQuery(project.id, personId, merge.id), retry: false });
  const write = usePersonWrite(personId);
  const undo = async () => {
    try {
      await write.undoMerge(merge.id);
      toast.success("The merge is undone. Queries count the two apart from now on.");
      onClose();
    } catch (error) {
      toast.error("The merge could not be undone.", error);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Undo this merge?"
      description={`${merge.source_distinct_id} and ${merge.target_distinct_id} become two persons again.`}
      footer={
        <Button variant="danger" busy={write.busy} disabled={!preview.data} onClick={() => void undo()}>
          Undo merge
        </Button>
      }
    >
      {preview.error && <ErrorState error={preview.error} className="m-0" />}
      {preview.isPending && <SkeletonRows rows={4} />}
      {preview.data && <Preview preview={preview.data} />}
      <p className="mt-4 text-xs text-muted">
        Events keep the ID they were sent under, so each counts for the person who has that ID then.{" "}
        <Link className="text-accent underline underline-offset-2" href={projectPath(project.id, "/persons")}>
          All persons
        </Link>
      </p>
    </Dialog>
  );
}

function Preview({ preview }: { readonly preview: UndoPreview }) {
  return (
    <div className="flex flex-col gap-4 text-sm">
      <section>
        <h3 className="mb-1 font-medium">IDs that leave</h3>
        <ul>
          {preview.distinct_ids.map((id) => (
            <li key={id}>
              <Id id={id} />
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3 className="mb-1 font-medium">Properties that stay</h3>
        <Properties properties={preview.target_properties} />
        {preview.removed_properties.length > 0 && (
          <p className="mt-1 text-xs text-muted">
            Without {preview.removed_properties.join(", ")}: only the other one brought these.
          </p>
        )}
      </section>
      <section>
        <h3 className="mb-1 font-medium">Properties that leave with them</h3>
        <Properties properties={preview.source_properties ?? {}} />
      </section>
    </div>
  );
}

function Properties({ properties }: { readonly properties: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(properties);
  if (entries.length === 0) return <p className="text-xs text-muted">none</p>;
  return (
    <dl className="max-h-48 overflow-auto rounded-md border border-line px-2.5 py-1.5 font-mono text-xs">
      {entries.map(([key, value]) => (
        <div key={key} className="flex gap-3">
          <dt className="w-2/5 shrink-0 truncate text-muted">{key}</dt>
          <dd className="min-w-0 break-words">{showValue(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
