"use client";
import { Download, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Person } from "@/lib/api/types";
import { exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { saveFile } from "@/lib/save-file";
import { DeletePerson } from "@/products/persons/person/delete-person";
import { exportPerson } from "@/products/persons/person/export-person";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";

/** Export and deletion of a person. */
export function PersonActions({ person }: { readonly person: Person }) {
  const project = useProject();
  const [progress, setProgress] = useState<number | null>(null);
  const [deleting, setDeleting] = useState(false);
  const download = async () => {
    setProgress(0);
    try {
      const text = await exportPerson(project.id, person.uuid, setProgress);
      saveFile(`person-${person.uuid}.json`, "application/json", text);
    } catch (error) {
      toast.error("The person could not be exported.", error);
    } finally {
      setProgress(null);
    }
  };
  return (
    <>
      <Button busy={progress !== null} onClick={() => void download()}>
        {progress === null && <Download />} {progress ? `${exactNumber(progress)} events` : "Export"}
      </Button>
      <Button variant="danger" onClick={() => setDeleting(true)}>
        <Trash2 /> Delete
      </Button>
      {deleting && <DeletePerson person={person} onClose={() => setDeleting(false)} />}
    </>
  );
}
