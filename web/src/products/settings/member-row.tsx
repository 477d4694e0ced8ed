"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserMinus } from "lucide-react";
import { useState } from "react";
import { request } from "@/lib/api/client";
import type { Member } from "@/lib/api/types";
import { ago } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

export type Role = "viewer" | "member" | "admin" | "owner";
export type RoledMember = Member & { readonly role: Role };

export const ROLES: readonly { value: Role; label: string; hint: string }[] = [
  { value: "viewer", label: "Viewer", hint: "looks" },
  { value: "member", label: "Member", hint: "builds" },
  { value: "admin", label: "Admin", hint: "manages people and keys" },
  { value: "owner", label: "Owner", hint: "everything" },
];

interface MemberRowProps {
  readonly base: string;
  readonly member: RoledMember;
  /** The role of who is looking. */
  readonly own: Role | undefined;
  readonly myself: boolean;
}

/** One member; admins change roles and take people out, owners make owners, everyone may leave. */
export function MemberRow({ base, member, own, myself }: MemberRowProps) {
  const client = useQueryClient();
  const [leaving, setLeaving] = useState(false);
  const { user, role } = member;
  const name = user.first_name || user.email;
  const change = useMutation({
    mutationFn: (next: Role | null) =>
      next !== null
        ? request("PATCH", `${base}/members/${user.uuid}/`, { role: next })
        : myself
          ? request("POST", "/api/users/@me/leave_organization/", { organization: base.split("/").at(-1) })
          : request("DELETE", `${base}/members/${user.uuid}/`),
    onSuccess: () => {
      if (myself) window.location.assign("/home");
      else void client.invalidateQueries({ queryKey: ["members"] });
    },
    onError: (error) => void toast.error(`${name} was not changed`, error),
  });
  const manages = own === "owner" || (own === "admin" && role !== "owner");
  const roles = own === "owner" ? ROLES : ROLES.filter(({ value }) => value !== "owner");
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line px-3 py-2 last:border-0">
      <span className="flex size-7 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent uppercase">
        {name.slice(0, 1)}
      </span>
      <p className="min-w-0 flex-1 text-sm">
        <span className="font-medium">{name}</span>
        {myself && <span className="text-muted"> (you)</span>}
        <span className="block truncate text-xs text-muted">{user.email}</span>
      </p>
      <span className="hidden text-xs text-muted sm:block">joined {ago(member.joined_at)}</span>
      {manages && !myself ? (
        <Select<Role>
          aria-label={`Role of ${name}`}
          value={role}
          disabled={change.isPending}
          onChange={(next) => change.mutate(next)}
          options={roles}
        />
      ) : (
        <Badge tone={role === "owner" ? "accent" : "neutral"}>{role}</Badge>
      )}
      {(manages || myself) && (
        <Button
          size="icon-sm"
          variant="quiet"
          aria-label={myself ? "Leave the organisation" : `Take ${name} out`}
          title={myself ? "Leave" : "Take out"}
          onClick={() => setLeaving(true)}
        >
          <UserMinus />
        </Button>
      )}
      <Confirm
        open={leaving}
        onOpenChange={setLeaving}
        title={myself ? "Leave the organisation?" : `Take ${name} out?`}
        action={myself ? "Leave" : "Take out"}
        busy={change.isPending}
        onConfirm={() => change.mutate(null, { onSettled: () => setLeaving(false) })}
      >
        {myself ? "You lose" : `${name} loses`} all of its projects at once. What was made there stays.
      </Confirm>
    </li>
  );
}
