"use client";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, request } from "@/lib/api/client";
import { explainError } from "@/lib/api/error";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/code-block";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { toast } from "@/ui/toast";

export interface IdentityProvider {
  readonly id: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly updated_at: string;
}

interface ProviderFormProps {
  readonly base: string;
  readonly provider: IdentityProvider | null;
  readonly owner: boolean;
  readonly onChanged: () => unknown;
}

/** The OpenID provider: where it is, and as whom Edgewise is known there. */
export function ProviderForm({ base, provider, owner, onChanged }: ProviderFormProps) {
  const path = `${base}/identity_provider/`;
  const [issuer, setIssuer] = useState(provider?.issuer ?? "");
  const [clientId, setClientId] = useState(provider?.client_id ?? "");
  const [secret, setSecret] = useState("");
  const save = useMutation({
    mutationFn: () =>
      request("PUT", path, {
        issuer,
        client_id: clientId,
        ...(secret === "" ? {} : { client_secret: secret }),
      }),
    onSuccess: () => {
      toast.success("The provider is saved.");
      onChanged();
    },
  });
  const remove = useMutation({
    mutationFn: () => api.delete(path),
    onSuccess: onChanged,
    onError: (error) => void toast.error("The provider stays", error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  if (!owner)
    return provider && <p className="border-t border-line p-3 text-sm">Provider: {provider.issuer}</p>;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3 border-t border-line p-3">
      <Field
        label="Issuer of the provider"
        hint="Its address, below which /.well-known/openid-configuration is found."
        error={save.error ? explainError(save.error).detail : undefined}
      >
        <Input
          type="url"
          placeholder="https://login.example.com"
          value={issuer}
          onChange={(event) => setIssuer(event.target.value)}
        />
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Client ID">
          <Input value={clientId} onChange={(event) => setClientId(event.target.value)} />
        </Field>
        <Field label="Client secret" hint={provider ? "Left empty, it stays as it was." : undefined}>
          <Input
            type="password"
            autoComplete="off"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
        </Field>
      </div>
      {provider && (
        <p className="flex flex-wrap items-center gap-2 text-xs text-muted">
          Register this redirect URI there:
          <code className="font-mono break-all">{provider.redirect_uri}</code>
          <CopyButton text={provider.redirect_uri} label="Copy the redirect URI" />
        </p>
      )}
      <div className="flex gap-2">
        <Button
          type="submit"
          variant="primary"
          busy={save.isPending}
          disabled={issuer === "" || clientId === ""}
        >
          Save provider
        </Button>
        {provider && (
          <Button type="button" variant="quiet" busy={remove.isPending} onClick={() => remove.mutate()}>
            Forget it
          </Button>
        )}
      </div>
    </form>
  );
}
