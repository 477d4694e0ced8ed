"use client";
import { type FormEvent, useMemo, useState } from "react";
import { renderSVG } from "uqr";
import { api } from "@/lib/api/client";
import { explainError } from "@/lib/api/error";
import { Button } from "@/ui/button";
import { CodeBlock } from "@/ui/code-block";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

export interface TotpSetup {
  readonly totpURI: string;
  readonly backupCodes: readonly string[];
}

interface TotpDialogProps {
  readonly setup: TotpSetup;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Shows the secret to an authenticator app; a first code proves that it took it. */
export function TotpDialog({ setup, onClose, onDone }: TotpDialogProps) {
  const [code, setCode] = useState("");
  const [failure, setFailure] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const image = useMemo(
    () => `data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(setup.totpURI, { border: 2 }))}`,
    [setup.totpURI],
  );
  const secret = new URL(setup.totpURI).searchParams.get("secret") ?? "";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      await api.post("/api/auth/two-factor/verify-totp", { code: code.replaceAll(" ", "") });
      onDone();
    } catch (error) {
      setFailure(explainError(error).detail);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Scan this with your authenticator app"
      description="Any app for one-time codes will do."
      footer={
        <Button
          type="submit"
          form="confirm-totp"
          variant="primary"
          busy={busy}
          disabled={code.trim().length < 6}
        >
          Switch on
        </Button>
      }
    >
      <form id="confirm-totp" onSubmit={submit} noValidate className="flex flex-col gap-3">
        <img src={image} alt="QR code of the secret" className="mx-auto size-44 rounded-md bg-white" />
        <details className="text-sm text-muted">
          <summary>No camera? Type the secret</summary>
          <CodeBlock code={secret} label="secret" wrap className="mt-2" />
        </details>
        <Field label="The code that the app shows now" error={failure}>
          <Input
            autoFocus
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
