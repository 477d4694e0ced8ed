"use client";
import { type FormEvent, useState } from "react";
import { explainError } from "@/lib/api/error";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

interface PasswordDialogProps {
  readonly title: string;
  /** False for accounts without a password. */
  readonly needed: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (password: string) => Promise<void>;
}

/** Makes sure that it is the account's owner who changes how it is protected. */
export function PasswordDialog({ title, needed, onClose, onConfirm }: PasswordDialogProps) {
  const [password, setPassword] = useState("");
  const [failure, setFailure] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      await onConfirm(password);
    } catch (error) {
      setFailure(explainError(error).detail);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      footer={
        <Button type="submit" form="confirm-password" variant="primary" busy={busy}>
          Continue
        </Button>
      }
    >
      <form id="confirm-password" onSubmit={submit} noValidate className="flex flex-col gap-3">
        {needed ? (
          <Field label="Your password" error={failure}>
            <Input
              type="password"
              autoFocus
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </Field>
        ) : (
          <p className="text-sm text-muted">{failure ?? "Go on?"}</p>
        )}
      </form>
    </Dialog>
  );
}
