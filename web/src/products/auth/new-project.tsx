"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { placeError } from "@/lib/api/form-errors";
import { createOrganization, createProject, useMe } from "@/lib/session";
import { RegionChoice } from "@/products/organization/region-choice";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Logo } from "@/ui/logo";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

const schema = z.object({
  organization: z.string().trim(),
  name: z.string().trim().min(1, "A project needs a name."),
});

/** A new project in the current organisation, or in a new one. */
export function NewProject() {
  const me = useMe();
  const router = useRouter();
  const client = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const [region, setRegion] = useState("");
  const [newOrganization, setNewOrganization] = useState(false);
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { organization: "", name: "" } });
  const { errors, isSubmitting } = form.formState;
  const asksOrganization = newOrganization || me.data?.organization === null;

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    if (asksOrganization && values.organization === "") {
      form.setError("organization", { message: "Name your company or team." });
      return;
    }
    try {
      if (asksOrganization) await createOrganization(values.organization, region);
      const project = await createProject(values.name, Intl.DateTimeFormat().resolvedOptions().timeZone);
      await client.invalidateQueries({ queryKey: ["me"] });
      router.push(`/project/${project.id}/start`);
    } catch (error) {
      setFailure(placeError(form, error, ["name"]));
    }
  });

  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 p-6">
      <Link href="/" aria-label="Edgewise, home" className="self-start">
        <Logo />
      </Link>
      {me.error && <ErrorState error={me.error} onRetry={() => void me.refetch()} className="m-0" />}
      {me.isPending && <Skeleton className="h-40" />}
      {me.data && (
        <form onSubmit={submit} noValidate className="flex flex-col gap-4">
          <h1 className="text-2xl font-semibold tracking-tight">New project</h1>
          {asksOrganization ? (
            <>
              <Field label="Organisation" error={errors.organization?.message}>
                <Input {...form.register("organization")} />
              </Field>
              <RegionChoice value={region} onChange={setRegion} />
            </>
          ) : (
            <p className="text-sm text-muted">
              In <strong className="text-text">{me.data.organization?.name}</strong>.{" "}
              <button
                type="button"
                className="text-accent underline underline-offset-2"
                onClick={() => setNewOrganization(true)}
              >
                Use a new organisation instead
              </button>
            </p>
          )}
          <Field
            label="Project name"
            hint="One product or site; each project has its own token and data."
            error={errors.name?.message}
          >
            <Input autoFocus {...form.register("name")} />
          </Field>
          {failure && (
            <p role="alert" className="border-l-2 border-danger pl-3 text-sm text-danger">
              {failure}
            </p>
          )}
          <Button type="submit" variant="primary" size="lg" busy={isSubmitting}>
            Create project
          </Button>
        </form>
      )}
    </main>
  );
}
