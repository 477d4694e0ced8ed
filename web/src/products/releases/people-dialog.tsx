"use client";
import { figure } from "@edgewise/core/releases/words.ts";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { releasePeopleQuery } from "@/products/releases/api";
import type { Guard, Release } from "@/products/releases/types";
import { Dialog } from "@/ui/dialog";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { ToggleGroup } from "@/ui/toggle-group";

interface PeopleDialogProps {
  readonly release: Release;
  readonly guard: Guard;
  readonly onClose: () => void;
}

const SIDES = [
  { value: "on", label: "With the flag" },
  { value: "off", label: "Without" },
] as const;

/** The people or groups behind a guard-rail's figure, each a link to what they did, and to the last session. */
export function PeopleDialog({ release, guard, onClose }: PeopleDialogProps) {
  const project = useProject();
  const { group_type_index: group } = release;
  const who = group === null ? "People" : "Groups";
  const unit = release.look?.guards.find(({ uuid }) => uuid === guard.uuid)?.unit ?? "number";
  const [side, setSide] = useState<"on" | "off">("on");
  const people = useQuery(releasePeopleQuery(project.id, release.id, guard.uuid, side));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${who} behind “${guard.name}”`}
      description="Those with the greatest figure first, at most 100."
    >
      <div className="flex flex-col gap-3">
        <ToggleGroup<"on" | "off"> label="Which side" value={side} options={SIDES} onChange={setSide} />
        {people.error && (
          <ErrorState className="m-0" error={people.error} onRetry={() => void people.refetch()} />
        )}
        {people.isPending && <SkeletonRows rows={5} />}
        {people.data?.results.length === 0 && (
          <EmptyState className="m-0" title="Nobody">
            Nobody on this side has a figure above zero.
          </EmptyState>
        )}
        <ul className="flex flex-col divide-y divide-line">
          {people.data?.results.map(({ id, name, value, session_id: session }) => (
            <li key={id} className="flex items-center justify-between gap-3 py-1.5 text-sm">
              <Link
                href={
                  group === null
                    ? projectPath(project.id, `/persons/${id}`)
                    : projectPath(project.id, `/groups/${group}/${encodeURIComponent(id)}`)
                }
                className="truncate font-mono text-xs hover:text-accent hover:underline"
              >
                {group === null ? name : id}
              </Link>
              {session !== null && (
                <Link
                  href={projectPath(project.id, `/sessions/${encodeURIComponent(session)}`)}
                  className="ml-auto text-xs whitespace-nowrap text-muted hover:text-accent hover:underline"
                >
                  Last session
                </Link>
              )}
              <span className="tabular-nums">{figure(value, unit)}</span>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
