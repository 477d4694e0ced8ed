"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { request } from "@/lib/api/client";
import { explainError } from "@/lib/api/error";
import type { Person } from "@/lib/api/types";
import { projectPath, useProject } from "@/lib/project-context";
import { personsPath } from "@/products/persons/api";
import type { Receipt } from "@/products/persons/deletions/api";
import { ReceiptView } from "@/products/persons/deletions/receipt-view";
import { personName } from "@/products/persons/person-name";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

interface DeletePersonProps {
  readonly person: Person;
  readonly onClose: () => void;
}

/** Deletes a person, alone or with all of their events, and shows the receipt. */
export function DeletePerson({ person, onClose }: DeletePersonProps) {
  const project = useProject();
  const router = useRouter();
  const client = useQueryClient();
  const [everything, setEverything] = useState(true);
  const remove = useMutation({
    mutationFn: () => {
      const query = everything ? "?delete_events=true&delete_recordings=true" : "";
      return request<Receipt>("DELETE", `${personsPath(project.id)}${person.uuid}/${query}`);
    },
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["persons", project.id] }),
        client.invalidateQueries({ queryKey: ["deletions", project.id] }),
      ]),
  });
  const leave = () => {
    onClose();
    if (remove.isSuccess) router.push(projectPath(project.id, "/persons"));
  };
  return (
    <Dialog
      open
      onOpenChange={leave}
      title={remove.isSuccess ? "Deletion accepted" : `Delete ${personName(person)}?`}
      footer={
        remove.isSuccess ? (
          <Button variant="primary" onClick={leave}>
            Done
          </Button>
        ) : (
          <>
            <Button variant="ghost" onClick={onClose}>
              Keep them
            </Button>
            <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
              {everything ? "Delete person and events" : "Delete person"}
            </Button>
          </>
        )
      }
    >
      {remove.isSuccess ? (
        <div className="flex flex-col gap-3 text-sm">
          <p>
            {everything
              ? "The profile is gone. Events are deleted in the background and then counted again to be sure that none is left."
              : "The profile is gone; the events stay."}
          </p>
          <ReceiptView receipt={remove.data} />
        </div>
      ) : (
        <div className="flex flex-col gap-3 text-sm">
          <p>
            The profile with its properties, {person.distinct_ids.length} distinct{" "}
            {person.distinct_ids.length === 1 ? "ID" : "IDs"} and merges is deleted. This cannot be undone.
          </p>
          <label className="flex items-start gap-2">
            <input
              type="checkbox"
              className="mt-1 accent-(--accent)"
              checked={everything}
              onChange={(event) => setEverything(event.target.checked)}
            />
            <span>
              All of their events and recordings too
              <span className="block text-xs text-muted">What a request to be forgotten asks for.</span>
            </span>
          </label>
          {remove.error && (
            <p role="alert" className="text-danger">
              {explainError(remove.error).detail}
            </p>
          )}
        </div>
      )}
    </Dialog>
  );
}
