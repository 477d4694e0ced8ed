"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { placeError } from "@/lib/api/form-errors";
import { signUp } from "@/lib/session";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

const schema = z.object({
  first_name: z.string().trim().min(1, "What should we call you?"),
  email: z.email("That is no e-mail address."),
  password: z.string().min(8, "At least 8 characters."),
  organization_name: z.string().trim().min(1, "Name your company or team."),
});

const FIELDS = ["first_name", "email", "password", "organization_name"] as const;

/** Creates user, organisation and first project in one step. */
export function SignupForm() {
  const router = useRouter();
  const client = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { first_name: "", email: "", password: "", organization_name: "" },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      const me = await signUp({ ...values, project_name: "My app" });
      client.clear();
      router.replace(me.team ? `/project/${me.team.id}/start` : "/new");
    } catch (error) {
      setFailure(placeError(form, error, FIELDS));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">Create your account</h1>
        <p className="mt-1 text-sm text-muted">Your first event is about two minutes away.</p>
      </div>
      <Field label="First name" error={errors.first_name?.message}>
        <Input autoComplete="given-name" autoFocus {...form.register("first_name")} />
      </Field>
      <Field label="E-mail" error={errors.email?.message}>
        <Input type="email" autoComplete="email" {...form.register("email")} />
      </Field>
      <Field label="Password" hint="At least 8 characters." error={errors.password?.message}>
        <Input type="password" autoComplete="new-password" {...form.register("password")} />
      </Field>
      <Field label="Organisation" error={errors.organization_name?.message}>
        <Input autoComplete="organization" {...form.register("organization_name")} />
      </Field>
      {failure && (
        <p role="alert" className="border-l-2 border-danger pl-3 text-sm text-danger">
          {failure}
        </p>
      )}
      <Button type="submit" variant="primary" size="lg" busy={isSubmitting}>
        Create account
      </Button>
      <p className="text-sm text-muted">
        Already have one?{" "}
        <Link href="/login" className="font-medium text-accent underline underline-offset-2">
          Log in
        </Link>
      </p>
    </form>
  );
}
