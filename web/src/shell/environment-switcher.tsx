"use client";
import { useQuery } from "@tanstack/react-query";
import { Check, ChevronsUpDown, SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { useKept } from "@/lib/use-kept";
import { environmentListQuery } from "@/products/environments/api";
import { samePage } from "@/products/environments/same-page";
import { cn } from "@/ui/cn";
import { Dropdown, DropdownItem, DropdownLabel, DropdownSeparator } from "@/ui/dropdown";
import { Skeleton } from "@/ui/skeleton";

/** Says which environment is shown, and leads to the same page of another. Not there while a project has only one. */
export function EnvironmentSwitcher() {
  const project = useProject();
  const pathname = usePathname() ?? "";
  const list = useQuery(environmentListQuery(project.id));
  const [several, setSeveral] = useKept(`edgewise:environments:${project.id}`);
  const environments = list.data?.results ?? [];
  const count = list.data?.results.length;
  useEffect(() => {
    if (count !== undefined) setSeveral(count > 1 ? "several" : "");
  }, [count, setSeveral]);
  // Its place is kept where it stood before, so that the navigation does not jump.
  if (list.isPending && several) return <Skeleton className="h-8" />;
  if (environments.length < 2) return null;
  const current = environments.find(({ id }) => id === project.id);
  return (
    <Dropdown
      align="start"
      className="w-52"
      trigger={
        <button
          type="button"
          aria-label={`Environment: ${current?.name ?? "unknown"}`}
          className="flex h-8 items-center gap-2 rounded-md border border-line px-2 text-sm hover:bg-hover"
        >
          <span
            className={cn("size-2 rounded-full", current?.is_default ? "bg-ok" : "bg-warn")}
            aria-hidden
          />
          <span className="min-w-0 flex-1 truncate text-left">{current?.name ?? `#${project.id}`}</span>
          <ChevronsUpDown className="size-4 text-muted" aria-hidden />
        </button>
      }
    >
      <DropdownLabel>Environments</DropdownLabel>
      {environments.map(({ id, name }) => (
        <DropdownItem key={id} asChild>
          <Link href={samePage(pathname, id)}>
            <span className="min-w-0 flex-1 truncate">{name}</span>
            {id === project.id && <Check aria-label="current" />}
          </Link>
        </DropdownItem>
      ))}
      <DropdownSeparator />
      <DropdownItem asChild>
        <Link href={projectPath(project.id, "/settings/environments")}>
          <SlidersHorizontal /> Manage environments
        </Link>
      </DropdownItem>
    </Dropdown>
  );
}
