"use client";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { ConnectFirst } from "@/products/onboarding/connect-first";
import { useFirstEvent } from "@/products/onboarding/use-first-event";
import { useEventNames } from "@/products/taxonomy/queries";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/states";

/** An answer without any number: what to change, or, in a project that nothing was ever sent to, what to send. */
export function NothingHappened() {
  const project = useProject();
  const names = useEventNames();
  if (names.data?.length === 0) return <NothingArrived />;
  return (
    <EmptyState
      title={TITLE}
      action={
        <Button asChild>
          <Link href={projectPath(project.id, "/live")}>See live events</Link>
        </Button>
      }
    >
      Widen the date range, loosen a filter, or check in live events that the event arrives under this name.
    </EmptyState>
  );
}

/** Waits for the first event, and asks again when it is there. */
function NothingArrived() {
  const project = useProject();
  const queries = useQueryClient();
  const arrived = Boolean(useFirstEvent(project.id).data);
  useEffect(() => {
    if (!arrived) return;
    for (const key of ["event-names", "insight"])
      void queries.invalidateQueries({ queryKey: [key, project.id] });
  }, [arrived, queries, project.id]);
  return (
    <EmptyState title="No events have arrived yet" action={<ConnectFirst />}>
      The first one shows up here as soon as it is sent.
    </EmptyState>
  );
}

const TITLE = "Nothing happened in this range";

/** The same where there is little room, or no way to elsewhere: on tiles and shared pages. */
export function NothingInTile() {
  return (
    <EmptyState title={TITLE} className="m-3">
      Widen the date range or loosen a filter.
    </EmptyState>
  );
}
