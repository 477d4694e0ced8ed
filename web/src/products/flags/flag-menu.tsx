"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Copy, LayoutDashboard, MoreHorizontal, Trash2, Users } from "lucide-react";
import { useRouter } from "next/navigation";
import { api } from "@/lib/api/client";
import { projectPath, useProject } from "@/lib/project-context";
import { flagQuery } from "@/products/flags/api";
import type { Flag } from "@/products/flags/types";
import { Button } from "@/ui/button";
import { Dropdown, DropdownItem } from "@/ui/dropdown";
import { toast } from "@/ui/toast";

interface FlagMenuProps {
  readonly flag: Flag;
  readonly onCopy: () => void;
  readonly onDelete: () => void;
}

/** What is done with a flag less often. */
export function FlagMenu({ flag, onCopy, onDelete }: FlagMenuProps) {
  const project = useProject();
  const router = useRouter();
  const client = useQueryClient();
  const base = `/api/projects/${project.id}/feature_flags/${flag.id}`;
  const cohort = useMutation({
    mutationFn: () => api.post<{ cohort: { id: number } }>(`${base}/create_static_cohort_for_flag/`, {}),
    onSuccess: (made) => router.push(projectPath(project.id, `/cohorts/${made.cohort.id}`)),
    onError: (error) => toast.error("The cohort was not made.", error),
  });
  const dashboard = useMutation({
    mutationFn: async () => {
      await api.post(`${base}/dashboard/`, {});
      return await client.fetchQuery({ ...flagQuery(project.id, flag.id), staleTime: 0 });
    },
    onSuccess: (made) => router.push(projectPath(project.id, `/dashboards/${made.usage_dashboard}`)),
    onError: (error) => toast.error("The dashboard was not made.", error),
  });
  return (
    <Dropdown
      trigger={
        <Button size="icon" variant="quiet" aria-label="More" busy={cohort.isPending || dashboard.isPending}>
          <MoreHorizontal />
        </Button>
      }
    >
      <DropdownItem onSelect={() => dashboard.mutate()}>
        <LayoutDashboard /> {flag.usage_dashboard ? "Usage dashboard" : "Make a usage dashboard"}
      </DropdownItem>
      <DropdownItem onSelect={() => cohort.mutate()}>
        <Users /> Make a cohort of who has it
      </DropdownItem>
      <DropdownItem onSelect={onCopy}>
        <Copy /> Copy to another project
      </DropdownItem>
      <DropdownItem danger onSelect={onDelete}>
        <Trash2 /> Delete flag
      </DropdownItem>
    </Dropdown>
  );
}
