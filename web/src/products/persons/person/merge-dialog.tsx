"use client";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { showValue } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { type MergePreview, mergePreviewQuery } from "@/products/persons/api";
import { usePersonWrite } from "@/products/persons/person/write";
import { personName } from "@/products/persons/person-name";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

interface MergeDialogProps {
  readonly personId: string;
  readonly onClose: () => void;
}

/** Merges another person into this one, once it is seen what that makes. */
export function MergeDialog({ personId, onClose }: MergeDialogProps) {
  const project = useProject();
  const write = usePersonWrite(personId);
  const [typed, setTyped] = useState("");
  const [source, setSource] = useState("");
  const preview = useQuery({ ...mergePreviewQuery(project.id, personId, source), enabled: source !== "" });
  const look = (event: FormEvent) => {
    event.preventDefault();
    setSource(typed.trim());
  };
  const merge = async () => {
    try {
      await write.merge(source);
      toast.success("They are one person now. The merge can be undone in this list.");
      onClose();
    } catch (error) {
      toast.error("The persons could not be merged.", error);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Merge another person into this one"
      footer={
        <Button variant="primary" busy={write.busy} disabled={!preview.data} onClick={() => void merge()}>
          Merge
        </Button>
      }
    >
      <form onSubmit={look} className="mb-4 flex items-end gap-2">
        <Field label="Distinct ID or person ID of the other one" className="flex-1">
          <Input
            autoFocus
            className="font-mono text-xs"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        <Button type="submit" disabled={!typed.trim()}>
          Preview
        </Button>
      </form>
      {source !== "" && preview.isPending && <SkeletonRows rows={3} />}
      {preview.error && <ErrorState error={preview.error} className="m-0" />}
      {preview.data && <Preview preview={preview.data} />}
    </Dialog>
  );
}

function Preview({ preview }: { readonly preview: MergePreview }) {
  const { result, source, conflicts, taken } = preview;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p>
        <b>{personName(source)}</b> becomes part of <b>{personName(result)}</b>, who then has{" "}
        {result.distinct_ids.length} distinct IDs. Past events of both count as one person’s.
      </p>
      {conflicts.length > 0 && (
        <table className="w-full text-xs" aria-label="Properties that differ">
          <thead>
            <tr className="border-b border-line text-left text-muted">
              <th className="py-1 font-medium">Differs</th>
              <th className="font-medium">kept</th>
              <th className="font-medium">dropped</th>
            </tr>
          </thead>
          <tbody className="font-mono">
            {conflicts.map(({ key, kept, dropped }) => (
              <tr key={key} className="border-b border-line last:border-0">
                <th scope="row" className="py-1 pr-2 text-left font-normal">
                  {key}
                </th>
                <td className="pr-2 break-words">{showValue(kept)}</td>
                <td className="break-words text-muted">{showValue(dropped)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {taken.length > 0 && <p className="text-xs text-muted">Added to the profile: {taken.join(", ")}.</p>}
    </div>
  );
}
