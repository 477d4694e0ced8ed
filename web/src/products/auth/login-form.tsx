"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { ApiError } from "@/lib/api/error";
import { placeError } from "@/lib/api/form-errors";
import { signIn } from "@/lib/session";
import { safeNextPath } from "@/products/auth/next-path";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

const schema = z.object({
  email: z.email("That is no e-mail address."),
  password: z.string().min(1, "Type your password."),
});

export function LoginForm() {
  const router = useRouter();
  const next = useSearchParams().get("next");
  const client = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { email: "", password: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      await signIn(values);
      client.clear();
      router.replace(safeNextPath(next));
    } catch (error) {
      const refused = error instanceof ApiError && error.status === 401;
      setFailure(
        refused ? "E-mail and password do not belong together." : placeError(form, error, ["email"]),
      );
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <h1 className="text-2xl font-semibold tracking-tight">Log in</h1>
      <Field label="E-mail" error={errors.email?.message}>
        <Input type="email" autoComplete="username" autoFocus {...form.register("email")} />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <Input type="password" autoComplete="current-password" {...form.register("password")} />
      </Field>
      {failure && (
        <p role="alert" className="border-l-2 border-danger pl-3 text-sm text-danger">
          {failure}
        </p>
      )}
      <Button type="submit" variant="primary" size="lg" busy={isSubmitting}>
        Log in
      </Button>
      <p className="text-sm text-muted">
        No account yet?{" "}
        <Link href="/signup" className="font-medium text-accent underline underline-offset-2">
          Create one
        </Link>
      </p>
    </form>
  );
}
