"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "@/lib/api/client";
import { explainError } from "@/lib/api/error";
import type { Page } from "@/lib/api/types";
import { ago } from "@/lib/format";
import { ROLES, type Role } from "@/products/settings/member-row";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/code-block";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

interface Invite {
  readonly id: string;
  readonly target_email: string;
  readonly role: Role;
  readonly is_expired: boolean;
  readonly created_at: string;
  readonly url: string | null;
}

/** Asks people in by mail, and lists those who have not come yet. */
export function InvitePanel({ base, owner }: { readonly base: string; readonly owner: boolean }) {
  const client = useQueryClient();
  const path = `${base}/invites/`;
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("member");
  const invites = useQuery({ queryKey: ["invites", base], queryFn: () => api.get<Page<Invite>>(path) });
  const refresh = () => client.invalidateQueries({ queryKey: ["invites", base] });
  const invite = useMutation({
    mutationFn: () => api.post<Invite>(path, { target_email: email, role }),
    onSuccess: () => {
      setEmail("");
      void refresh();
    },
  });
  const revoke = useMutation({
    mutationFn: (id: string) => api.delete(`${path}${id}/`),
    onSuccess: refresh,
    onError: (error) => void toast.error("The invitation stays", error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <Panel title="Ask people in">
      <form onSubmit={submit} className="flex flex-wrap items-start gap-2 p-3">
        <Field
          label="E-mail address"
          hideLabel
          className="flex-1 basis-56"
          error={invite.error ? explainError(invite.error).detail : undefined}
        >
          <Input
            type="email"
            required
            placeholder="colleague@example.com"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Select<Role>
          aria-label="Role"
          value={role}
          onChange={setRole}
          options={owner ? ROLES : ROLES.filter(({ value }) => value !== "owner")}
        />
        <Button type="submit" variant="primary" busy={invite.isPending}>
          Send invitation
        </Button>
      </form>
      {invite.data?.url && (
        <p className="mx-3 mb-3 flex items-center gap-2 rounded-md bg-ok-soft px-3 py-1.5 text-sm">
          <span className="min-w-0 flex-1">
            A mail is on its way to {invite.data.target_email}. The link can also be handed over:
          </span>
          <CopyButton text={invite.data.url} label="Copy link" size="sm" />
        </p>
      )}
      <ul aria-label="Invitations">
        {invites.data?.results.map((item) => (
          <li key={item.id} className="flex items-center gap-3 border-t border-line px-3 py-2 text-sm">
            <span className="min-w-0 flex-1 truncate">{item.target_email}</span>
            <span className="hidden text-xs text-muted sm:block">asked {ago(item.created_at)}</span>
            <Badge tone={item.is_expired ? "warn" : "neutral"}>
              {item.is_expired ? "expired" : item.role}
            </Badge>
            <Button
              size="icon-sm"
              variant="quiet"
              aria-label={`Take back the invitation of ${item.target_email}`}
              disabled={revoke.isPending}
              onClick={() => revoke.mutate(item.id)}
            >
              <Trash2 />
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
