"use client";
import { useMutation } from "@tanstack/react-query";
import { Building2, Check, ChevronsUpDown, Plus, Settings2 } from "lucide-react";
import Link from "next/link";
import { api } from "@/lib/api/client";
import { projectPath, useProjectContext } from "@/lib/project-context";
import { projectsOf } from "@/lib/session";
import { Dropdown, DropdownItem, DropdownLabel, DropdownSeparator } from "@/ui/dropdown";
import { toast } from "@/ui/toast";

/** Shows the current project and switches to another one of the organisation. */
export function ProjectSwitcher() {
  const { me, project } = useProjectContext();
  const projects = projectsOf(me);
  const others = me.organizations.filter(({ id }) => id !== me.organization?.id);
  const move = useMutation({
    mutationFn: (organization: string) =>
      api.patch("/api/users/@me/", { set_current_organization: organization }),
    // Everything that is loaded belongs to the old one.
    onSuccess: () => window.location.assign("/home"),
    onError: (error) => void toast.error("The organisation was not changed", error),
  });
  return (
    <Dropdown
      align="start"
      className="w-52"
      trigger={
        <button
          type="button"
          className="flex min-h-10 items-center gap-2 rounded-md border border-line bg-surface px-2 py-1 text-left hover:bg-hover"
        >
          <span className="flex size-6 shrink-0 items-center justify-center rounded-sm bg-accent-soft text-xs font-semibold text-accent uppercase">
            {project.name.slice(0, 1)}
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate text-sm leading-tight font-medium">{project.name}</span>
            <span className="block truncate text-2xs leading-tight text-muted">{me.organization?.name}</span>
          </span>
          <ChevronsUpDown className="size-4 text-muted" aria-hidden />
        </button>
      }
    >
      <DropdownLabel>{me.organization?.name ?? "Projects"}</DropdownLabel>
      {projects.map((item) => (
        <DropdownItem key={item.id} asChild>
          <Link href={projectPath(item.id, "/live")}>
            <span className="min-w-0 flex-1 truncate">{item.name}</span>
            <span className="font-mono text-2xs text-muted">#{item.id}</span>
            {item.id === project.id && <Check aria-label="current" />}
          </Link>
        </DropdownItem>
      ))}
      <DropdownSeparator />
      {others.length > 0 && (
        <>
          <DropdownLabel>Other organisations</DropdownLabel>
          {others.map((item) => (
            <DropdownItem key={item.id} onSelect={() => move.mutate(item.id)}>
              <Building2 /> <span className="min-w-0 flex-1 truncate">{item.name}</span>
            </DropdownItem>
          ))}
          <DropdownSeparator />
        </>
      )}
      <DropdownItem asChild>
        <Link href="/new">
          <Plus /> New project
        </Link>
      </DropdownItem>
      <DropdownItem asChild>
        <Link href="/organizations">
          <Settings2 /> All organisations
        </Link>
      </DropdownItem>
    </Dropdown>
  );
}
