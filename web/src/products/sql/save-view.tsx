"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Table2 } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { api } from "@/lib/api/client";
import { useProject } from "@/lib/project-context";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

const STORED = {
  live: "each time it is read",
  "15min": "every 15 minutes",
  "1hour": "every hour",
  "24hour": "every day",
  "7day": "every week",
} as const;
type Stored = keyof typeof STORED;

/** Keeps the text as a view: a table to all other SQL of the project. */
export function SaveView({ sql }: { readonly sql: string }) {
  const project = useProject();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const form = useId();
  const [stored, setStored] = useState<Stored>("live");
  const save = useMutation({
    mutationFn: async () => {
      const path = `/api/projects/${project.id}/warehouse_saved_queries/`;
      const query = { kind: "HogQLQuery", query: sql };
      const { id } = await api.post<{ id: string }>(path, { name, query });
      if (stored === "live") return;
      await api.post(`${path}${id}/materialize/`, { sync_frequency: stored }).catch((error) => {
        // The view is there and runs; what can't be stored is said, not lost.
        toast.error("The view is saved, but its result could not be stored.", error);
      });
    },
    onSuccess: async () => {
      setOpen(false);
      toast.success(`View ${name} saved`);
      await client.invalidateQueries({ queryKey: ["schema", project.id] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <>
      <Button variant="quiet" disabled={sql.trim() === ""} onClick={() => setOpen(true)}>
        <Table2 /> Save as view
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Save SQL as a view"
        description="Other SQL of the project can read it like a table."
        footer={
          <Button type="submit" form={form} variant="primary" busy={save.isPending} disabled={name === ""}>
            Save view
          </Button>
        }
      >
        <form id={form} onSubmit={submit} className="flex flex-col gap-3">
          <Field
            label="Name"
            hint="Letters, digits and _"
            error={save.error ? save.error.message : undefined}
          >
            <Input
              autoFocus
              value={name}
              placeholder="paying_customers"
              onChange={({ target }) => setName(target.value.trim())}
            />
          </Field>
          <Field
            label="Computed"
            hint={
              stored === "live" ? "Always what the events say now." : "Fast to read, as old as its last run."
            }
          >
            <Select
              aria-label="Computed"
              value={stored}
              onChange={setStored}
              options={Object.entries(STORED).map(([value, label]) => ({ value: value as Stored, label }))}
            />
          </Field>
        </form>
      </Dialog>
    </>
  );
}
