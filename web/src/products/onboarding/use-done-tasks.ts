"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import { useProjectContext } from "@/lib/project-context";
import type { TaskKey } from "@/products/onboarding/goals";
import { useFirstEvent } from "@/products/onboarding/use-first-event";

/**
 * Which steps of getting started are done: those whose things are there, a colleague also while the invitation waits.
 * Undefined until that is known.
 */
export function useDoneTasks(): ReadonlySet<TaskKey> | undefined {
  const { project, me } = useProjectContext();
  const first = useFirstEvent(project.id, false);
  const counts = useQuery({
    queryKey: ["onboarding", project.id],
    queryFn: async ({ signal }) => {
      const count = async (path: string) => (await api.get<Page<unknown>>(`/api/${path}`, signal)).count ?? 0;
      const of = (resource: string) => count(`projects/${project.id}/${resource}/?limit=1`);
      const organization = me.organization?.id ?? "@current";
      const [insight, dashboard, flag, experiment, members, invites] = await Promise.all([
        of("insights"),
        of("dashboards"),
        of("feature_flags"),
        of("experiments"),
        count(`organizations/${organization}/members/?limit=1`),
        count(`organizations/${organization}/invites/?limit=1`),
      ]);
      return { insight, dashboard, flag, experiment, invite: members - 1 + invites };
    },
  });
  if (!counts.data || first.isPending) return undefined;
  const made = Object.entries(counts.data).filter(([, count]) => count > 0);
  return new Set([...(first.data ? ["event" as const] : []), ...made.map(([key]) => key as TaskKey)]);
}
