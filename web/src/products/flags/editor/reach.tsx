"use client";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { api } from "@/lib/api/client";
import { exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { isComplete } from "@/products/filters/filter";
import type { ConditionDraft } from "@/products/flags/draft";

/** How many persons or groups a condition reaches now. */
export function Reach({
  condition,
  groupIndex,
}: {
  readonly condition: ConditionDraft;
  readonly groupIndex: number | null;
}) {
  const project = useProject();
  const settled = useDeferredValue(condition);
  const ready = settled.properties.every(isComplete) && !Number.isNaN(settled.rollout);
  const body = {
    condition: { properties: settled.properties, rollout_percentage: settled.rollout },
    group_type_index: groupIndex,
  };
  const reach = useQuery({
    queryKey: ["blast-radius", project.id, body],
    enabled: ready,
    retry: false,
    staleTime: 60_000,
    placeholderData: (before) => before,
    queryFn: () =>
      api.post<{ users_affected: number; total_users: number }>(
        `/api/projects/${project.id}/feature_flags/user_blast_radius/`,
        body,
      ),
  });
  if (!reach.data || !ready) return null;
  return (
    <span className="text-xs text-muted tabular-nums">
      about {exactNumber(reach.data.users_affected)} of {exactNumber(reach.data.total_users)}{" "}
      {groupIndex === null ? "persons" : "groups"}
    </span>
  );
}
