"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ApiError } from "@/lib/api/error";
import { ago, exactNumber, shortTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { percent } from "@/products/experiments/words";
import { releaseQuery } from "@/products/releases/api";
import { GuardsPanel } from "@/products/releases/guards-panel";
import { ReleaseActions } from "@/products/releases/release-actions";
import { ReleaseBadges } from "@/products/releases/release-badges";
import { ReleaseHistory } from "@/products/releases/release-history";
import { StageTrack } from "@/products/releases/stage-track";
import type { Release } from "@/products/releases/types";
import { isLiving, nextInWords, VERDICTS } from "@/products/releases/words";
import { Button } from "@/ui/button";
import { PageHeader, Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

/** One guarded release: where it stands, what was measured, what happened. */
export function ReleasePage({ id }: { readonly id: string }) {
  const project = useProject();
  const release = useQuery(releaseQuery(project.id, id));
  const list = projectPath(project.id, "/releases");
  if (release.error instanceof ApiError && release.error.status === 404)
    return (
      <EmptyState
        title="This release does not exist"
        action={
          <Button asChild>
            <Link href={list}>All guarded releases</Link>
          </Button>
        }
      >
        It belongs to another project, or never was.
      </EmptyState>
    );
  if (release.error) return <ErrorState error={release.error} onRetry={() => void release.refetch()} />;
  if (!release.data) return <SkeletonRows rows={8} />;
  const { data } = release;
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            <Link href={list} className="text-muted hover:text-text">
              Guarded releases
            </Link>
            <span className="text-muted">/</span>
            <Link
              href={projectPath(project.id, `/flags/${data.flag.id}?tab=guard`)}
              className="truncate font-mono text-base font-medium hover:text-accent hover:underline"
            >
              {data.flag.key}
            </Link>
            <ReleaseBadges release={data} />
          </span>
        }
        actions={<ReleaseActions release={data} />}
      />
      <div className="grid gap-4 p-4 md:p-6 xl:grid-cols-[1fr_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Status release={data} />
          <GuardsPanel release={data} />
        </div>
        <ReleaseHistory id={data.id} />
      </div>
    </>
  );
}

function Status({ release }: { readonly release: Release }) {
  const { timezone } = useProject();
  const { look, is_guarded: isGuarded } = release;
  const verdict = look && VERDICTS[look.verdict];
  const said =
    !isGuarded && isLiving(release)
      ? "The guard is off: nothing is judged."
      : (look?.detail ?? verdict?.text);
  return (
    <Panel>
      <div className="flex flex-col gap-3 p-3">
        <StageTrack release={release} />
        <p className="text-sm" role="status">
          {said ?? "The first look comes within a minute."}
        </p>
        <p className="text-sm text-muted">
          {nextInWords(release, Date.now(), (time) => shortTime(time, timezone))}
        </p>
        {look && (
          <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm tabular-nums [&_dt]:text-xs [&_dt]:text-muted">
            <Fact name="With the flag" value={exactNumber(look.exposures.on)} />
            <Fact name="Without" value={exactNumber(look.exposures.off)} />
            <Fact name="Saw both (left out)" value={exactNumber(look.switched)} />
            <Fact
              name="Split"
              value={
                look.split
                  ? `${percent(look.split.observed)} with it, ${percent(look.split.expected)} planned${look.split.blocks ? ": wrong" : ""}`
                  : "nobody can say what it should be"
              }
            />
            <Fact name="Last look" value={ago(look.at)} />
          </dl>
        )}
        {look?.split?.blocks && release.settings.exposure === "called" && (
          <p className="text-sm text-warn">
            Visitors who come back don't report the same answer twice. Releases that compare “everyone whose
            events carry it” count them.
          </p>
        )}
      </div>
    </Panel>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
