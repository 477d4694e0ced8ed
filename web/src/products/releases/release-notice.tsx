"use client";
import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { projectPath, useProject } from "@/lib/project-context";
import { flagReleasesQuery } from "@/products/releases/api";
import { ReleaseBadges } from "@/products/releases/release-badges";
import { isLiving } from "@/products/releases/words";

/** Says on a flag's page that a guarded release is under way; nothing when none is. */
export function ReleaseNotice({ flagId }: { readonly flagId: number }) {
  const project = useProject();
  const releases = useQuery(flagReleasesQuery(project.id, flagId));
  const living = releases.data?.results.find(isLiving);
  if (!living) return null;
  const { stage, stages, id } = living;
  return (
    <p className="mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 border-l-2 border-accent pl-3 text-sm">
      <ShieldCheck className="size-4 shrink-0 text-accent" aria-hidden />
      <Link
        href={projectPath(project.id, `/releases/${id}`)}
        className="font-medium hover:text-accent hover:underline"
      >
        A guarded release is under way
      </Link>
      <ReleaseBadges release={living} />
      <span className="text-muted">
        Step {stage + 1} of {stages.length}, {stages[stage]?.rollout_percentage} %. Changing its share by hand
        ends it.
      </span>
    </p>
  );
}
