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
import { toast } from "@/ui/toast";

/** Keeps the text as a view: a table to all other SQL of the project. */
export function SaveView({ sql }: { readonly sql: string }) {
  const project = useProject();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const form = useId();
  const save = useMutation({
    mutationFn: () =>
      api.post(`/api/projects/${project.id}/warehouse_saved_queries/`, {
        name,
        query: { kind: "HogQLQuery", query: sql },
      }),
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
        description="Other SQL of the project can read it like a table. It is computed each time it is read."
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
        </form>
      </Dialog>
    </>
  );
}
