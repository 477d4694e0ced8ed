"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useProject } from "@/lib/project-context";
import { dashboardListQuery } from "@/products/dashboards/api";
import { Combobox } from "@/ui/combobox";

interface DashboardPickerProps {
  /** Dashboards that the insight stands on. */
  readonly on: readonly number[];
  readonly onToggle: (dashboard: { readonly id: number; readonly name: string }, add: boolean) => void;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly trigger: ReactNode;
}

/** Puts an insight on dashboards, and takes it off again. */
export function DashboardPicker({ on, onToggle, trigger, ...rest }: DashboardPickerProps) {
  const project = useProject();
  const list = useQuery(dashboardListQuery(project.id));
  const all = list.data?.results ?? [];
  return (
    <Combobox
      {...rest}
      placeholder="Search dashboards"
      loading={list.isPending}
      options={all.map(({ id, name }) => ({
        value: String(id),
        label: name,
        ...(on.includes(id) ? { hint: "on it" } : {}),
      }))}
      onChange={(value) => {
        const found = all.find(({ id }) => String(id) === value);
        if (found) onToggle(found, !on.includes(found.id));
      }}
      trigger={trigger}
    />
  );
}
