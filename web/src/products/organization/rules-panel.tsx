"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/lib/api/client";
import { explainError } from "@/lib/api/error";
import type { Organization } from "@/lib/api/types";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { Switch } from "@/ui/switch";
import { toast } from "@/ui/toast";

interface Rules {
  readonly name?: string;
  readonly enforce_2fa?: boolean;
  readonly members_can_use_personal_api_keys?: boolean;
  readonly allow_publicly_shared_resources?: boolean;
}

const SWITCHES = [
  {
    key: "enforce_2fa",
    label: "Everybody needs a second factor",
    hint: "Members without an authenticator app or a passkey can open nothing here until they set one up.",
    fallback: false,
  },
  {
    key: "members_can_use_personal_api_keys",
    label: "Members may use personal API keys",
    hint: "Switched off, only keys of admins open the organisation's projects.",
    fallback: true,
  },
  {
    key: "allow_publicly_shared_resources",
    label: "Dashboards and insights may be shared by link",
    hint: "Switched off, every shared link stops working at once.",
    fallback: true,
  },
] as const;

interface RulesPanelProps {
  readonly organization: Organization;
  readonly manages: boolean;
}

/** Name and rules of the organisation; members see them, admins change them. */
export function RulesPanel({ organization, manages }: RulesPanelProps) {
  const client = useQueryClient();
  const [name, setName] = useState(organization.name);
  const change = useMutation({
    mutationFn: (rules: Rules) => api.patch<Organization>(`/api/organizations/${organization.id}/`, rules),
    onSuccess: async () => {
      toast.success("Saved.");
      await client.invalidateQueries({ queryKey: ["me"] });
    },
    onError: (error, rules) => {
      if (rules.name === undefined) toast.error("The rule stays as it was", error);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ name });
  };
  const failed = change.error && change.variables?.name !== undefined;
  return (
    <Panel title="Organisation">
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2 p-3">
        <Field
          label="Name"
          className="max-w-sm flex-1 basis-56"
          error={failed ? explainError(change.error).detail : undefined}
        >
          <Input
            value={name}
            maxLength={255}
            disabled={!manages}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {manages && (
          <Button
            type="submit"
            busy={change.isPending}
            disabled={name.trim() === "" || name === organization.name}
          >
            Rename
          </Button>
        )}
      </form>
      <ul>
        {SWITCHES.map(({ key, label, hint, fallback }) => (
          <li key={key} className="flex items-start gap-3 border-t border-line px-3 py-2">
            <p className="min-w-0 flex-1 text-sm">
              {label}
              <span className="block text-xs text-muted">{hint}</span>
            </p>
            <Switch
              aria-label={label}
              checked={organization[key] ?? fallback}
              disabled={!manages || change.isPending}
              onChange={(checked) => change.mutate({ [key]: checked })}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
