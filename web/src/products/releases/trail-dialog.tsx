"use client";
import { difference } from "@edgewise/core/releases/words.ts";
import { useQuery } from "@tanstack/react-query";
import { BandChart } from "@/charts/band-chart";
import { shortTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { signedPercent } from "@/products/experiments/words";
import { releaseQuery } from "@/products/releases/api";
import type { Guard, Release } from "@/products/releases/types";
import { shownInterval } from "@/products/releases/words";
import { Dialog } from "@/ui/dialog";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

interface TrailDialogProps {
  readonly release: Release;
  readonly guard: Guard;
  readonly onClose: () => void;
}

/** A guard-rail's change with its interval, look by look since the step began. */
export function TrailDialog({ release, guard, onClose }: TrailDialogProps) {
  const { id: projectId, timezone } = useProject();
  // Lists of releases come without their looks.
  const whole = useQuery(releaseQuery(projectId, release.id));
  const looks = (whole.data?.trail ?? []).flatMap((look) => {
    const result = look.guards.find(({ uuid }) => uuid === guard.uuid);
    return result ? [{ at: look.at, ...shownInterval(result) }] : [];
  });
  const unit = release.look?.guards.find(({ uuid }) => uuid === guard.uuid)?.unit ?? "number";
  // One scale for all points: relative only where every look has it.
  const relative = looks.some((look) => look.relative);
  const points = looks
    .filter((look) => look.relative === relative)
    .map(({ at, low, high, point }) => ({
      label: shortTime(at, timezone).slice(-8, -3),
      value: point,
      low,
      high,
    }));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${guard.name} over time`}
      description={`Change with the flag, everything since this step began${relative ? "" : ", in the metric's unit"}.`}
      className="w-[min(48rem,calc(100vw-2rem))]"
    >
      {whole.error && <ErrorState className="m-0" error={whole.error} onRetry={() => void whole.refetch()} />}
      {whole.isPending && <SkeletonRows rows={4} />}
      {whole.data && points.length === 0 && (
        <EmptyState title="No figure yet">There are too few people on one of the sides.</EmptyState>
      )}
      {points.length > 0 && (
        <BandChart points={points} format={relative ? signedPercent : (value) => difference(value, unit)} />
      )}
    </Dialog>
  );
}
