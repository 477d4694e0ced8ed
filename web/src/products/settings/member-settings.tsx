"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import { useProjectContext } from "@/lib/project-context";
import { InvitePanel } from "@/products/settings/invite-panel";
import { MemberRow, type RoledMember } from "@/products/settings/member-row";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

/** Who belongs to the organisation, and who was asked in. */
export function MemberSettings() {
  const { me } = useProjectContext();
  const base = `/api/organizations/${me.organization?.id ?? "@current"}`;
  const members = useQuery({
    queryKey: ["members", me.organization?.id],
    queryFn: () => api.get<Page<RoledMember>>(`${base}/members/?limit=200`),
  });
  const own = members.data?.results.find(({ user }) => user.email === me.email)?.role;
  return (
    <div className="flex flex-col gap-4">
      <Panel title={`Members of ${me.organization?.name ?? "the organisation"}`}>
        {members.error && <ErrorState error={members.error} onRetry={() => void members.refetch()} />}
        {members.isPending && <SkeletonRows rows={3} />}
        <ul>
          {members.data?.results.map((member) => (
            <MemberRow
              key={member.id}
              base={base}
              member={member}
              own={own}
              myself={member.user.email === me.email}
            />
          ))}
        </ul>
      </Panel>
      {(own === "admin" || own === "owner") && <InvitePanel base={base} owner={own === "owner"} />}
    </div>
  );
}
