"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download, UsersRound } from "lucide-react";
import { useState } from "react";
import { useProject } from "@/lib/project-context";
import { saveFile } from "@/lib/save-file";
import type { Actor } from "@/products/insights/people/actors";
import { loadActors, loadAllActors } from "@/products/insights/people/api";
import type { PeopleAsk } from "@/products/insights/people/ask";
import { PeopleList } from "@/products/insights/people/people-list";
import { SaveCohort } from "@/products/insights/people/save-cohort";
import { personName } from "@/products/persons/person-name";
import { toCsv } from "@/products/sql/to-csv";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

interface PeopleDialogProps {
  /** null: closed. */
  readonly ask: PeopleAsk | null;
  readonly onClose: () => void;
}

/** Who is behind a number: a list with links, as a file, or as a cohort. */
export function PeopleDialog({ ask, onClose }: PeopleDialogProps) {
  return (
    <Dialog
      open={ask !== null}
      onOpenChange={(open) => !open && onClose()}
      title={ask?.title ?? ""}
      description={ask?.groups ? "The groups behind this number" : "The people behind this number"}
      className="w-[min(46rem,calc(100vw-2rem))]"
    >
      {ask && <People key={JSON.stringify(ask)} ask={ask} />}
    </Dialog>
  );
}

function People({ ask }: { readonly ask: PeopleAsk }) {
  const project = useProject();
  const [exporting, setExporting] = useState(false);
  const [saving, setSaving] = useState(false);
  const pages = useInfiniteQuery({
    queryKey: ["people", project.id, ask],
    initialPageParam: 0,
    retry: false,
    queryFn: ({ pageParam, signal }) => loadActors(project.id, ask, pageParam, signal),
    getNextPageParam: (last, all) =>
      last.hasMore ? all.reduce((sum, page) => sum + page.actors.length, 0) : undefined,
  });
  if (pages.isPending) return <SkeletonRows rows={8} />;
  if (pages.error)
    return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} title="Not answered." />;
  const everyone = pages.data.pages.flatMap((page) => page.actors);
  const actors = pressed(ask, everyone);
  const download = async () => {
    setExporting(true);
    try {
      const all = pressed(ask, await loadAllActors(project.id, ask, new AbortController().signal));
      saveFile("people.csv", "text/csv", toCsv(...csvOf(all)));
    } catch (error) {
      toast.error("The list was not exported", error);
    } finally {
      setExporting(false);
    }
  };
  const noun = ask.groups ? "groups" : "people";
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-sm text-muted">
          {pages.hasNextPage ? `The first ${actors.length} ${noun}` : `${actors.length} ${noun}`}
        </span>
        <span className="flex-1" />
        <Button size="sm" busy={exporting} disabled={actors.length === 0} onClick={() => void download()}>
          <Download /> Export CSV
        </Button>
        {!ask.groups && (
          <Button
            size="sm"
            disabled={actors.length === 0}
            onClick={() => setSaving(!saving)}
            aria-expanded={saving}
          >
            <UsersRound /> Save as cohort
          </Button>
        )}
      </div>
      {saving && <SaveCohort ask={ask} onDone={() => setSaving(false)} />}
      {actors.length === 0 ? (
        <EmptyState title="Nobody">
          {pages.hasNextPage
            ? "Nobody among the first ones: load more."
            : "No one stands behind this number."}
        </EmptyState>
      ) : (
        <PeopleList ask={ask} actors={actors} />
      )}
      {pages.hasNextPage && (
        <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          Load more
        </Button>
      )}
    </div>
  );
}

/** Of a retention row only those who came back in the column that was pressed. */
function pressed(ask: PeopleAsk, actors: readonly Actor[]): readonly Actor[] {
  const column = ask.retention?.column ?? 0;
  return column === 0 ? actors : actors.filter(({ appearances }) => appearances[column]);
}

function csvOf(actors: readonly Actor[]): [string[], unknown[][]] {
  const keys = [...new Set(actors.flatMap(({ properties }) => Object.keys(properties)))].sort();
  return [
    ["id", "name", "distinct_ids", "event_count", ...keys.map((key) => `properties.${key}`)],
    actors.map((actor) => [
      actor.id,
      nameOf(actor),
      actor.distinctIds.join(" "),
      actor.events,
      ...keys.map((key) => actor.properties[key]),
    ]),
  ];
}

function nameOf(actor: Actor): string {
  return personName({ properties: actor.properties, distinct_ids: actor.distinctIds, uuid: actor.id });
}
