"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/lib/api/client";
import { useProject } from "@/lib/project-context";
import { loadAllActors } from "@/products/insights/people/api";
import type { PeopleAsk } from "@/products/insights/people/ask";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { toast } from "@/ui/toast";

interface SaveCohortProps {
  readonly ask: PeopleAsk;
  readonly onDone: () => void;
}

/** Keeps the people behind a number as a static cohort. */
export function SaveCohort({ ask, onDone }: SaveCohortProps) {
  const project = useProject();
  const queries = useQueryClient();
  const [name, setName] = useState(ask.title);
  const save = useMutation({
    mutationFn: async () => {
      const all = await loadAllActors(project.id, ask, new AbortController().signal);
      const column = ask.retention?.column ?? 0;
      const wanted = column === 0 ? all : all.filter(({ appearances }) => appearances[column]);
      const ids = wanted.map(({ id }) => id);
      await api.post(`/api/projects/${project.id}/cohorts/`, {
        name: name.trim(),
        is_static: true,
        _create_static_person_ids: ids,
      });
      return ids.length;
    },
    onSuccess: (count) => {
      void queries.invalidateQueries({ queryKey: ["cohorts"] });
      toast.success(`Cohort “${name.trim()}” with ${count} people saved`);
      onDone();
    },
    onError: (error) => toast.error("The cohort was not saved", error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") save.mutate();
  };
  return (
    <form onSubmit={submit} className="flex items-end gap-2 rounded-md border border-line bg-sunken/50 p-3">
      <Field label="Name of the cohort" className="flex-1">
        <Input value={name} maxLength={400} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Button type="submit" variant="primary" busy={save.isPending} disabled={name.trim() === ""}>
        Save
      </Button>
    </form>
  );
}
