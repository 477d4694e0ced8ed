"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { Member, Page } from "@/lib/api/types";
import { ago } from "@/lib/format";
import { useProjectContext } from "@/lib/project-context";
import { Badge } from "@/ui/badge";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

const LEVELS: Readonly<Record<number, string>> = { 1: "member", 8: "admin", 15: "owner" };

/** Who belongs to the organisation. */
export function MemberSettings() {
  const { me } = useProjectContext();
  const members = useQuery({
    queryKey: ["members", me.organization?.id],
    queryFn: () =>
      api.get<Page<Member & { readonly role?: string }>>(
        `/api/organizations/${me.organization?.id ?? "@current"}/members/`,
      ),
  });
  return (
    <Panel title={`Members of ${me.organization?.name ?? "the organisation"}`}>
      {members.error && <ErrorState error={members.error} onRetry={() => void members.refetch()} />}
      {members.isPending && <SkeletonRows rows={3} />}
      <ul>
        {members.data?.results.map((member) => (
          <li
            key={member.id}
            className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-0"
          >
            <span className="flex size-7 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent uppercase">
              {(member.user.first_name || member.user.email).slice(0, 1)}
            </span>
            <p className="min-w-0 flex-1 text-sm">
              <span className="font-medium">{member.user.first_name || member.user.email}</span>
              {member.user.email === me.email && <span className="text-muted"> (you)</span>}
              <span className="block truncate text-xs text-muted">{member.user.email}</span>
            </p>
            <span className="hidden text-xs text-muted sm:block">joined {ago(member.joined_at)}</span>
            <Badge tone={member.level === 15 ? "accent" : "neutral"}>
              {member.role ?? LEVELS[member.level] ?? `level ${member.level}`}
            </Badge>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
