"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { projectPath, useProject } from "@/lib/project-context";
import { flagsOfQuery } from "@/products/persons/api";
import { Badge } from "@/ui/badge";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

interface FlagsTabProps {
  readonly distinctId: string;
  readonly groups?: Readonly<Record<string, string>>;
}

/** What every flag answers, and why; each answer links to every step that led to it. */
export function FlagsTab({ distinctId, groups = {} }: FlagsTabProps) {
  const project = useProject();
  const flags = useQuery(flagsOfQuery(project.id, distinctId, groups));
  if (flags.error) return <ErrorState error={flags.error} onRetry={() => void flags.refetch()} />;
  if (!flags.data) return <SkeletonRows rows={4} />;
  if (flags.data.length === 0) return <EmptyState title="No flags in this project" />;
  return (
    <ul className="max-w-4xl">
      {flags.data.map(({ flag, value, reason }) => (
        <li
          key={flag.id}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 border-b border-line py-1.5 text-sm sm:grid-cols-[minmax(0,16rem)_6rem_minmax(0,1fr)_auto]"
        >
          <Link
            href={projectPath(project.id, `/flags/${flag.id}`)}
            className="truncate font-mono text-xs hover:text-accent hover:underline"
          >
            {flag.key}
          </Link>
          <span>
            <Badge tone={value === false ? "neutral" : "ok"}>{String(value)}</Badge>
          </span>
          <span className="truncate text-muted max-sm:col-span-1">{reason}</span>
          <Link
            href={`${projectPath(project.id, `/flags/${flag.id}`)}?tab=why&person=${encodeURIComponent(distinctId)}`}
            className="text-accent underline underline-offset-2"
          >
            why?
          </Link>
        </li>
      ))}
    </ul>
  );
}
