"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/lib/api/client";
import { useProject, useProjectContext } from "@/lib/project-context";
import { projectsOf } from "@/lib/session";
import type { Flag } from "@/products/flags/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

interface CopyDialogProps {
  readonly flag: Flag;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

interface CopyAnswer {
  readonly success: readonly Flag[];
  readonly failed: readonly { readonly errors: string }[];
}

interface Requirements {
  readonly results: readonly { readonly missing: readonly { readonly key: string }[] }[];
}

/** Copies a flag into another project of the organization, with what it depends on. */
export function CopyDialog({ flag, open, onOpenChange }: CopyDialogProps) {
  const project = useProject();
  const { me } = useProjectContext();
  const others = projectsOf(me).filter(({ id }) => id !== project.id);
  const [target, setTarget] = useState<number | null>(others[0]?.id ?? null);
  const [options, setOptions] = useState({ off: true, schedule: false, dependencies: true });
  const base = `/api/organizations/${me.organization?.id}/feature_flags`;
  const body = { feature_flag_key: flag.key, from_project: project.id, target_project_ids: [target] };
  const missing = useQuery({
    queryKey: ["flag-copy", flag.id, target],
    enabled: open && target !== null,
    queryFn: () => api.post<Requirements>(`${base}/copy_flags/dependency_requirements/`, body),
  });
  const there = useQuery({
    queryKey: ["flag-copies", flag.key],
    enabled: open,
    queryFn: () => api.get<{ team_id: number }[]>(`${base}/${encodeURIComponent(flag.key)}/`),
  });
  const copy = useMutation({
    mutationFn: () =>
      api.post<CopyAnswer>(`${base}/copy_flags/`, {
        ...body,
        disable_copied_flag: options.off,
        copy_schedule: options.schedule,
        copy_dependencies: options.dependencies,
      }),
    onSuccess: ({ failed }) => {
      const name = others.find(({ id }) => id === target)?.name ?? "the other project";
      if (failed[0]) toast.error("It was not copied.", new Error(failed[0].errors));
      else {
        toast.success(`${flag.key} is in ${name}.`);
        onOpenChange(false);
      }
    },
    onError: (error) => toast.error("It was not copied.", error),
  });
  const needed = missing.data?.results[0]?.missing ?? [];
  const isThere = there.data?.some(({ team_id }) => team_id === target) ?? false;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Copy ${flag.key}`}
      description="Into another project of the organization: definition, variants and payloads."
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button
            variant="primary"
            busy={copy.isPending}
            disabled={target === null}
            onClick={() => copy.mutate()}
          >
            {isThere ? "Overwrite it there" : "Copy"}
          </Button>
        </>
      }
    >
      {others.length === 0 ? (
        <p className="text-sm text-muted">There is no other project you may write to.</p>
      ) : (
        <div className="flex flex-col gap-4">
          <Field label="To">
            <Select
              className="w-full"
              value={String(target)}
              options={others.map(({ id, name }) => ({ value: String(id), label: name }))}
              onChange={(value) => setTarget(Number(value))}
            />
          </Field>
          {isThere && (
            <p className="border-l-2 border-warn pl-3 text-sm">
              That project has a flag of this key. Its definition is replaced; its history keeps the old one.
            </p>
          )}
          <Tick
            checked={options.off}
            onChange={(off) => setOptions({ ...options, off })}
            label="Switched off there until somebody switches it on"
          />
          <Tick
            checked={options.schedule}
            onChange={(schedule) => setOptions({ ...options, schedule })}
            label="With its planned changes"
          />
          {needed.length > 0 && (
            <Tick
              checked={options.dependencies}
              onChange={(dependencies) => setOptions({ ...options, dependencies })}
              label={`With the flags it depends on: ${needed.map(({ key }) => key).join(", ")}`}
            />
          )}
        </div>
      )}
    </Dialog>
  );
}

interface TickProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
}

function Tick({ checked, onChange, label }: TickProps) {
  return (
    <label className="flex items-center gap-2 text-sm">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
