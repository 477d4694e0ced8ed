"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { ago } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { flagListQuery } from "@/products/flags/api";
import { FlagSections } from "@/products/flags/flag-sections";
import { type Holdout, holdoutListQuery, shareOf } from "@/products/flags/holdouts/api";
import { HoldoutDialog } from "@/products/flags/holdouts/holdout-dialog";
import { Button } from "@/ui/button";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";

/** Groups of people who get no experiment: what all of them together did is measured against these. */
export function HoldoutsPage() {
  const project = useProject();
  const holdouts = useQuery(holdoutListQuery(project.id));
  const flags = useQuery(flagListQuery(project.id));
  const [edited, setEdited] = useState<Holdout | "new" | null>(null);
  const used = (id: number) =>
    (flags.data?.results ?? []).filter(({ filters }) => filters.holdout?.id === id).map(({ key }) => key);
  const columns: Column<Holdout>[] = [
    {
      id: "name",
      header: "Holdout",
      sortBy: ({ name }) => name,
      className: "min-w-40",
      cell: (holdout) => (
        <span className="block min-w-0">
          <button
            type="button"
            className="font-medium hover:text-accent hover:underline"
            onClick={() => setEdited(holdout)}
          >
            {holdout.name}
          </button>
          {holdout.description && (
            <span className="block max-w-96 truncate text-xs text-muted">{holdout.description}</span>
          )}
        </span>
      ),
    },
    {
      id: "share",
      header: "Held out",
      align: "right",
      sortBy: shareOf,
      cell: (holdout) => <span className="tabular-nums">{shareOf(holdout)} %</span>,
    },
    {
      id: "flags",
      header: "Flags",
      className: "hidden max-w-md md:table-cell",
      cell: ({ id }) => (
        <span className="block truncate font-mono text-xs text-muted">
          {used(id).join(", ") || "none yet"}
        </span>
      ),
    },
    {
      id: "created",
      header: "Created",
      align: "right",
      className: "hidden whitespace-nowrap sm:table-cell",
      sortBy: ({ created_at }) => created_at,
      cell: ({ created_at }) => <span className="text-muted">{ago(created_at)}</span>,
    },
  ];
  const create = (
    <Button variant="primary" onClick={() => setEdited("new")}>
      <Plus /> New holdout
    </Button>
  );
  return (
    <>
      <PageHeader title="Feature flags" actions={create} />
      <FlagSections />
      <ListBody
        query={holdouts}
        rows={holdouts.data?.results ?? []}
        columns={columns}
        rowKey={({ id }) => String(id)}
        label="Holdouts"
        empty={
          <EmptyState title="No holdouts yet" action={create}>
            A holdout keeps a small share of people out of every experiment that has it. Months later it shows
            what all of them together brought.
          </EmptyState>
        }
      />
      {edited && (
        <HoldoutDialog
          holdout={edited === "new" ? null : edited}
          flags={edited === "new" ? [] : used(edited.id)}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}
