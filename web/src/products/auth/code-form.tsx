"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api } from "@/lib/api/client";
import { explainError } from "@/lib/api/error";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

interface CodeFormProps {
  readonly next: string;
  readonly onBack: () => void;
}

/** The second step of a log-in: a code of the authenticator app, or a recovery code. */
export function CodeForm({ next, onBack }: CodeFormProps) {
  const router = useRouter();
  const client = useQueryClient();
  const [code, setCode] = useState("");
  const [recovers, setRecovers] = useState(false);
  const [trusts, setTrusts] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      const answer = recovers ? { recovery_code: code.trim() } : { token: code };
      await api.post("/api/login/token/", { ...answer, trust_device: trusts });
      client.clear();
      router.replace(next);
    } catch (error) {
      setFailure(explainError(error).detail);
      setBusy(false);
    }
  };
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">
          {recovers ? "Enter a recovery code" : "Enter your code"}
        </h1>
        <p className="mt-1 text-sm text-muted">
          {recovers
            ? "One of the codes you kept when you switched the second factor on. Each works once."
            : "Six digits from your authenticator app."}
        </p>
      </div>
      <Field label={recovers ? "Recovery code" : "Code"} error={failure ?? undefined}>
        <Input
          key={String(recovers)}
          autoFocus
          autoComplete="one-time-code"
          inputMode={recovers ? "text" : "numeric"}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </Field>
      <label className="flex items-center gap-2 text-sm">
        <input type="checkbox" checked={trusts} onChange={(event) => setTrusts(event.target.checked)} />
        Don't ask this browser for 30 days
      </label>
      <Button type="submit" variant="primary" size="lg" busy={busy} disabled={code.trim() === ""}>
        Log in
      </Button>
      <p className="flex flex-wrap justify-between gap-2 text-sm">
        <button
          type="button"
          className="font-medium text-accent underline underline-offset-2"
          onClick={() => {
            setRecovers(!recovers);
            setCode("");
            setFailure(null);
          }}
        >
          {recovers ? "Use the app instead" : "Lost the app? Use a recovery code"}
        </button>
        <button type="button" className="text-muted underline underline-offset-2" onClick={onBack}>
          Back
        </button>
      </p>
    </form>
  );
}
