"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { explainError } from "@/lib/api/error";
import { useProject } from "@/lib/project-context";
import { environmentListQuery, useEnvironmentWrite } from "@/products/environments/api";
import { EnvironmentPanel } from "@/products/environments/environment-panel";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

/** The project's environments: names, tokens, approval of flag changes. */
export function EnvironmentSettings() {
  const project = useProject();
  const environments = useQuery(environmentListQuery(project.id));
  const [adding, setAdding] = useState(false);
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-prose text-sm text-muted">
          Each environment has its own events, persons and token, and its own state of every flag. Flags,
          cohorts, insights and members are the project's: set up once, used in all.
        </p>
        <Button onClick={() => setAdding(true)}>
          <Plus /> New environment
        </Button>
      </div>
      {environments.error && (
        <ErrorState error={environments.error} onRetry={() => void environments.refetch()} />
      )}
      {environments.isPending && <SkeletonRows rows={4} />}
      {environments.data?.results.map((environment) => (
        <EnvironmentPanel key={environment.id} environment={environment} />
      ))}
      {adding && <NewEnvironment onClose={() => setAdding(false)} />}
    </>
  );
}

function NewEnvironment({ onClose }: { readonly onClose: () => void }) {
  const project = useProject();
  const write = useEnvironmentWrite(project.id);
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    write.mutate(
      { kind: "create", name: name.trim() },
      {
        onSuccess: () => {
          toast.success(`${name.trim()} is there. Every flag starts switched off in it.`);
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New environment"
      footer={
        <Button
          type="submit"
          form="new-environment"
          variant="primary"
          busy={write.isPending}
          disabled={!name.trim()}
        >
          Create environment
        </Button>
      }
    >
      <form id="new-environment" onSubmit={submit}>
        <Field label="Name" error={write.error ? explainError(write.error).detail : undefined}>
          <Input
            autoFocus
            maxLength={60}
            placeholder="Staging"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
