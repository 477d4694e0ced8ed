"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { type DefaultValues, type FieldValues, type Path, useForm } from "react-hook-form";
import type * as z from "zod";
import { placeError } from "@/lib/api/form-errors";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

interface AuthField<V extends FieldValues> {
  readonly name: Path<V>;
  readonly label: string;
  readonly type?: "email" | "password";
  readonly autoComplete: string;
  readonly hint?: string;
}

interface AuthFormProps<V extends FieldValues> {
  readonly title: string;
  readonly intro?: string;
  readonly schema: z.ZodType<V, V>;
  readonly fields: readonly AuthField<V>[];
  /** Does it and says where to go; null: stays. */
  readonly onSubmit: (values: V) => Promise<string | null>;
  /** Text for a refusal that is not about one field; undefined: as the API words it. */
  readonly explain?: (error: unknown) => string | undefined;
  readonly action: string;
  /** A way out for who can't go on, under the fields. */
  /** Why one is here, above the fields. */
  readonly notice?: string | null;
  /** What else is chosen, under the fields. */
  readonly choices?: ReactNode;
  /** Ways in without these fields. */
  readonly ways?: ReactNode;
  readonly help?: { readonly label: string; readonly href: string };
  /** The other way in. */
  readonly other: { readonly question: string; readonly label: string; readonly href: string };
}

/** One of the two doors: log in or sign up. */
export function AuthForm<V extends FieldValues>(props: AuthFormProps<V>) {
  const { title, intro, fields, action, other } = props;
  const router = useRouter();
  const client = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const form = useForm<V, unknown, V>({
    resolver: zodResolver(props.schema),
    defaultValues: Object.fromEntries(fields.map(({ name }) => [name, ""])) as DefaultValues<V>,
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      const next = await props.onSubmit(values);
      if (next === null) return;
      client.clear();
      router.replace(next);
    } catch (error) {
      const names = fields.map(({ name }) => name);
      setFailure(props.explain?.(error) ?? placeError(form, error, names));
    }
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {intro && <p className="mt-1 text-sm text-muted">{intro}</p>}
      </div>
      {props.notice && (
        <p role="status" className="border-l-2 border-warn pl-3 text-sm">
          {props.notice}
        </p>
      )}
      {fields.map(({ name, label, type, autoComplete, hint }, index) => (
        <Field key={name} label={label} hint={hint} error={errors[name]?.message as string | undefined}>
          <Input
            type={type ?? "text"}
            autoComplete={autoComplete}
            autoFocus={index === 0}
            {...form.register(name)}
          />
        </Field>
      ))}
      {props.choices}
      {failure && (
        <p role="alert" className="border-l-2 border-danger pl-3 text-sm text-danger">
          {failure}
        </p>
      )}
      {props.help && (
        <Link
          href={props.help.href}
          className="-mt-2 self-end text-sm text-muted underline underline-offset-2"
        >
          {props.help.label}
        </Link>
      )}
      <Button type="submit" variant="primary" size="lg" busy={isSubmitting}>
        {action}
      </Button>
      {props.ways}
      <p className="text-sm text-muted">
        {other.question}{" "}
        <Link href={other.href} className="font-medium text-accent underline underline-offset-2">
          {other.label}
        </Link>
      </p>
    </form>
  );
}
