"use client";
import { type FormEvent, useState } from "react";
import { api } from "@/lib/api/client";
import { explainError } from "@/lib/api/error";
import type { Me } from "@/lib/api/types";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { toast } from "@/ui/toast";

/** Sets a new password; all other sessions end. */
export function PasswordPanel({ me }: { readonly me: Me }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [failure, setFailure] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  if (me.has_password === false)
    return (
      <Panel title="Password">
        <p className="p-3 text-sm text-muted">
          You log in through a provider and have no password. Ask for one with “Forgotten your password?” on
          the log-in page.
        </p>
      </Panel>
    );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      const body = { currentPassword: current, newPassword: next, revokeOtherSessions: true };
      await api.post("/api/auth/change-password", body);
      setCurrent("");
      setNext("");
      toast.success("The password is changed. All other sessions have ended.");
    } catch (error) {
      setFailure(explainError(error).detail);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel title="Password">
      <form onSubmit={submit} noValidate className="flex max-w-sm flex-col gap-3 p-3">
        <Field label="Present password">
          <Input
            type="password"
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        </Field>
        <Field label="New password" hint="At least 8 characters." error={failure}>
          <Input
            type="password"
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
        </Field>
        <Button type="submit" className="self-start" busy={busy} disabled={current === "" || next.length < 8}>
          Change password
        </Button>
      </form>
    </Panel>
  );
}
