"use client";
import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ago, shortTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import type { Flag } from "@/products/flags/types";
import { flagReleasesQuery } from "@/products/releases/api";
import { GuardsPanel } from "@/products/releases/guards-panel";
import { ReleaseActions } from "@/products/releases/release-actions";
import { ReleaseBadges } from "@/products/releases/release-badges";
import { StageTrack } from "@/products/releases/stage-track";
import { StartDialog } from "@/products/releases/start-dialog";
import { isLiving, nextInWords } from "@/products/releases/words";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

/** A flag's guarded releases: the one under way, past ones, and a way to start another. */
export function ReleasesTab({ flag }: { readonly flag: Flag }) {
  const project = useProject();
  const releases = useQuery(flagReleasesQuery(project.id, flag.id));
  const [starting, setStarting] = useState(false);
  if (releases.error) return <ErrorState error={releases.error} onRetry={() => void releases.refetch()} />;
  if (!releases.data) return <SkeletonRows rows={4} />;
  const { results } = releases.data;
  const living = results.find(isLiving);
  const past = results.filter((one) => one !== living);
  const link = (id: string) => projectPath(project.id, `/releases/${id}`);
  const start = (
    <Button variant="primary" onClick={() => setStarting(true)}>
      <ShieldCheck /> Start a guarded release
    </Button>
  );
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      {living ? (
        <>
          <Panel
            title={<ReleaseBadges release={living} />}
            actions={
              <>
                <Button asChild size="sm" variant="quiet">
                  <Link href={link(living.id)}>Details</Link>
                </Button>
                <ReleaseActions release={living} />
              </>
            }
          >
            <div className="flex flex-col gap-2 p-3">
              <StageTrack release={living} />
              <p className="text-sm text-muted">
                {nextInWords(living, Date.now(), (time) => shortTime(time, project.timezone))}
              </p>
            </div>
          </Panel>
          <GuardsPanel release={living} />
        </>
      ) : (
        <EmptyState className="mx-0 mt-1" icon={<ShieldCheck />} title="Nothing is under way" action={start}>
          Widen the flag step by step. People with it are compared with those without it every minute; when a
          guard-rail is harmed it rolls back by itself and tells you.
        </EmptyState>
      )}
      {past.length > 0 && (
        <Panel title="Before">
          <ul className="flex flex-col divide-y divide-line">
            {past.map((release) => (
              <li key={release.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm">
                <ReleaseBadges release={release} />
                <Link
                  href={link(release.id)}
                  className="min-w-0 flex-1 basis-48 truncate hover:text-accent hover:underline"
                >
                  {release.reason ?? `To ${release.stages.at(-1)?.rollout_percentage} %`}
                </Link>
                <span className="text-xs text-muted">{ago(release.created_at)}</span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {starting && <StartDialog flag={flag} onClose={() => setStarting(false)} />}
    </div>
  );
}
