"use client";
import { LockKeyhole } from "lucide-react";
import { type FormEvent, useState } from "react";
import { explainError } from "@/lib/api/error";
import { useUnlock } from "@/products/sharing/public-api";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

interface UnlockFormProps {
  readonly token: string;
  readonly onOpen: (unlock: string) => void;
}

/** Asks for the password of a shared page. */
export function UnlockForm({ token, onOpen }: UnlockFormProps) {
  const [password, setPassword] = useState("");
  const unlock = useUnlock(token);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    unlock.mutate(password, { onSuccess: (leave) => onOpen(leave.token) });
  };
  return (
    <form
      onSubmit={submit}
      className="mx-auto mt-[12vh] flex w-full max-w-sm flex-col gap-4 rounded-lg border border-line bg-surface p-5"
    >
      <h1 className="flex items-center gap-2 text-base font-semibold">
        <LockKeyhole className="size-4 text-muted" aria-hidden /> This page asks for a password
      </h1>
      <Field label="Password" error={unlock.error ? explainError(unlock.error).detail : undefined}>
        <Input
          type="password"
          autoFocus
          autoComplete="off"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="primary" busy={unlock.isPending}>
        Open
      </Button>
    </form>
  );
}
