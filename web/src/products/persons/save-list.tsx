"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { explainError } from "@/lib/api/error";
import { projectPath, useProject } from "@/lib/project-context";
import { useSaveCohort } from "@/products/cohorts/api";
import { describeFilter, type PropertyFilter } from "@/products/filters/filter";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { ToggleGroup } from "@/ui/toggle-group";

interface SaveListProps {
  readonly search: string;
  readonly filters: readonly PropertyFilter[];
  readonly onClose: () => void;
}

/** Keeps the persons of the list as a cohort: as they are now, or whoever fits the filters from now on. */
export function SaveList({ search, filters, onClose }: SaveListProps) {
  const project = useProject();
  const router = useRouter();
  const save = useSaveCohort(project.id, null);
  const [name, setName] = useState(filters.map(describeFilter).join(", ") || search || "Everyone");
  // A search is no condition: only filters can be kept as conditions.
  const canFollow = search === "" && filters.length > 0;
  const [kind, setKind] = useState<"list" | "conditions">(canFollow ? "conditions" : "list");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    const properties = [...filters];
    const body =
      kind === "conditions"
        ? { filters: { properties: { type: "AND", values: [{ type: "AND", values: properties }] } } }
        : {
            is_static: true,
            query: { kind: "ActorsQuery", select: ["id"], properties, ...(search ? { search } : {}) },
          };
    save.mutate(
      { name: name.trim(), ...body },
      { onSuccess: ({ id }) => router.push(projectPath(project.id, `/cohorts/${id}`)) },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Save as cohort"
      footer={
        <Button
          type="submit"
          form="save-list"
          variant="primary"
          busy={save.isPending}
          disabled={!name.trim()}
        >
          Save cohort
        </Button>
      }
    >
      <form id="save-list" onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name">
          <Input autoFocus maxLength={400} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <div>
          <ToggleGroup
            label="What is kept"
            value={kind}
            onChange={setKind}
            options={[
              ...(canFollow ? [{ value: "conditions" as const, label: "Whoever fits" }] : []),
              { value: "list" as const, label: "Exactly these people" },
            ]}
          />
          <p className="mt-1.5 text-xs text-muted">
            {kind === "conditions"
              ? "Keeps the filters: people come and go as their properties change."
              : "Keeps the list of today, whatever happens later."}
          </p>
        </div>
        {save.error && (
          <p role="alert" className="text-sm text-danger">
            {explainError(save.error).detail}
          </p>
        )}
      </form>
    </Dialog>
  );
}
