"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldHalf } from "lucide-react";
import { useState } from "react";
import { api, request } from "@/lib/api/client";
import type { UserBasic } from "@/lib/api/types";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Select } from "@/ui/select";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

type Level = "none" | "viewer" | "editor" | "manager";
type Chosen = Level | "role";

interface Seat {
  readonly organization_member: string;
  readonly user: UserBasic;
  readonly role: "viewer" | "member" | "admin" | "owner";
  readonly access_level: Level;
  readonly source: "member" | "role_rule" | "default" | "role";
}

interface Controls {
  readonly access_controls: readonly {
    readonly access_level: Level;
    readonly organization_member: string | null;
    readonly role: string | null;
  }[];
  readonly user_can_edit_access_levels: boolean;
  readonly members: readonly Seat[];
}

interface Rule {
  readonly access_level: Level | null;
  readonly organization_member?: string;
}

const LEVELS: readonly { value: Chosen; label: string; hint?: string }[] = [
  { value: "role", label: "By role", hint: "no rule" },
  { value: "none", label: "No access" },
  { value: "viewer", label: "May look" },
  { value: "editor", label: "May edit" },
  { value: "manager", label: "May manage", hint: "edit, and change who may" },
];

const CAN: Readonly<Record<Level, string>> = {
  none: "no access",
  viewer: "may look",
  editor: "may edit",
  manager: "may manage",
};

interface AccessDialogProps {
  /** Of the object, with a slash at its end: `/api/projects/1/dashboards/2/`. */
  readonly path: string;
  readonly what: "dashboard" | "flag";
}

/** Who can do what with one dashboard or flag, and the rules that decide it. */
export function AccessDialog({ path, what }: AccessDialogProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="icon"
        variant="quiet"
        aria-label="Who can do what"
        title="Who can do what"
        onClick={() => setOpen(true)}
      >
        <ShieldHalf />
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Who can do what with this ${what}`}
        description="The nearest rule decides: a member's own, then everybody's, then the role. Admins can always do everything."
      >
        {open && <AccessRules path={`${path}access_controls/`} />}
      </Dialog>
    </>
  );
}

function AccessRules({ path }: { readonly path: string }) {
  const client = useQueryClient();
  const key = ["access-controls", path];
  const controls = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<Controls>(path, signal) });
  const set = useMutation({
    mutationFn: (rule: Rule) => request<Controls>("PUT", path, rule),
    onSuccess: (saved) => client.setQueryData(key, saved),
    onError: (error) => void toast.error("The rule was not saved", error),
  });
  if (controls.error) return <ErrorState error={controls.error} onRetry={() => void controls.refetch()} />;
  if (!controls.data) return <SkeletonRows rows={3} />;
  const { access_controls: rules, members, user_can_edit_access_levels: governs } = controls.data;
  const everybody = rules.find((rule) => rule.organization_member === null && rule.role === null);
  const choose = (level: Chosen, member?: string) =>
    set.mutate({
      access_level: level === "role" ? null : level,
      ...(member === undefined ? {} : { organization_member: member }),
    });
  return (
    <ul className="flex flex-col">
      <li className="flex items-center gap-3 border-b border-line py-2 text-sm">
        <span className="min-w-0 flex-1 font-medium">Everybody in the project</span>
        <Select<Chosen>
          aria-label="Access of everybody"
          value={everybody?.access_level ?? "role"}
          disabled={!governs || set.isPending}
          options={LEVELS}
          onChange={(level) => choose(level)}
        />
      </li>
      {members.map(({ organization_member: id, user, role, access_level: level, source }) => {
        const always = role === "admin" || role === "owner";
        const name = user.first_name || user.email;
        return (
          <li key={id} className="flex items-center gap-3 border-b border-line py-2 text-sm last:border-0">
            <p className="min-w-0 flex-1">
              <span className="truncate">{name}</span> <Badge>{role}</Badge>
              <span className="block truncate text-xs text-muted">
                {CAN[level]}
                {source === "default" && ", by everybody's rule"}
                {source === "role" && ", by role"}
              </span>
            </p>
            {!always && (
              <Select<Chosen>
                aria-label={`Access of ${name}`}
                value={source === "member" ? level : "role"}
                disabled={!governs || set.isPending}
                options={
                  role === "viewer"
                    ? LEVELS.filter(({ value }) => !["editor", "manager"].includes(value))
                    : LEVELS
                }
                onChange={(next) => choose(next, id)}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
