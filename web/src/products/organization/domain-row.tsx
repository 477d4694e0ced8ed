"use client";
import { useMutation } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "@/lib/api/client";
import { explainError } from "@/lib/api/error";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/code-block";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Switch } from "@/ui/switch";
import { toast } from "@/ui/toast";

export interface MailDomain {
  readonly id: string;
  readonly domain: string;
  readonly is_verified: boolean;
  readonly verification_name: string;
  readonly verification_challenge: string;
  readonly jit_provisioning_enabled: boolean;
  readonly sso_enforcement: "" | "oidc";
}

interface DomainRowProps {
  readonly base: string;
  readonly domain: MailDomain;
  readonly owner: boolean;
  readonly hasProvider: boolean;
  readonly onChanged: () => unknown;
}

/** One mail domain: the record that verifies it, then what holds for its people. */
export function DomainRow({ base, domain, owner, hasProvider, onChanged }: DomainRowProps) {
  const path = `${base}/domains/${domain.id}/`;
  const act = useMutation({
    mutationFn: (step: "verify" | "remove" | Partial<MailDomain>): Promise<unknown> =>
      step === "verify"
        ? api.post(`${path}verify/`, {})
        : step === "remove"
          ? api.delete(path)
          : api.patch(path, step),
    onSuccess: onChanged,
    onError: (error) => void toast.error(`${domain.domain} stays as it was`, error),
  });
  const rules = [
    {
      label: "New people of the domain become members when they log in",
      checked: domain.jit_provisioning_enabled,
      set: (on: boolean) => act.mutate({ jit_provisioning_enabled: on }),
    },
    {
      label: "Passwords are refused; owners keep theirs, should the provider fail",
      checked: domain.sso_enforcement !== "",
      set: (on: boolean) => act.mutate({ sso_enforcement: on ? "oidc" : "" }),
    },
  ];
  return (
    <li className="flex flex-col gap-2 border-b border-line px-3 py-2 text-sm">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{domain.domain}</span>
        <Badge tone={domain.is_verified ? "ok" : "warn"}>
          {domain.is_verified ? "verified" : "not verified yet"}
        </Badge>
        {owner && (
          <Button
            size="icon-sm"
            variant="quiet"
            aria-label={`Forget ${domain.domain}`}
            disabled={act.isPending}
            onClick={() => act.mutate("remove")}
          >
            <Trash2 />
          </Button>
        )}
      </div>
      {!domain.is_verified && (
        <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
          <span>Add a TXT record</span>
          <code className="font-mono break-all">{domain.verification_name}</code>
          <span>with</span>
          <code className="font-mono break-all">{domain.verification_challenge}</code>
          <CopyButton text={domain.verification_challenge} label="Copy the record's value" />
          {owner && (
            <Button size="sm" busy={act.isPending} onClick={() => act.mutate("verify")}>
              Look for it
            </Button>
          )}
        </div>
      )}
      {domain.is_verified &&
        rules.map(({ label, checked, set }) => (
          <div key={label} className="flex items-center gap-3 text-muted">
            <Switch
              aria-label={label}
              checked={checked}
              disabled={!owner || act.isPending || (!hasProvider && !checked)}
              onChange={set}
            />
            <span className="min-w-0 flex-1 text-xs">{label}</span>
          </div>
        ))}
    </li>
  );
}

/** Names a further domain. */
export function DomainForm({ base, onChanged }: Pick<DomainRowProps, "base" | "onChanged">) {
  const [name, setName] = useState("");
  const add = useMutation({
    mutationFn: () => api.post(`${base}/domains/`, { domain: name }),
    onSuccess: () => {
      setName("");
      onChanged();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-wrap items-start gap-2 p-3">
      <Field
        label="Mail domain"
        hideLabel
        className="flex-1 basis-56"
        error={add.error ? explainError(add.error).detail : undefined}
      >
        <Input placeholder="example.com" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Button type="submit" busy={add.isPending} disabled={name.trim() === ""}>
        Add domain
      </Button>
    </form>
  );
}
