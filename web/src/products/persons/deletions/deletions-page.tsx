"use client";
import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";
import { ago, exactNumber, fullTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { type Receipt, receiptListQuery } from "@/products/persons/deletions/api";
import { ReceiptState, whatIsDeleted } from "@/products/persons/deletions/receipt-state";
import { ReceiptView } from "@/products/persons/deletions/receipt-view";
import { PeopleSections } from "@/products/persons/people-sections";
import { Dialog } from "@/ui/dialog";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";

/** Receipts of deleted persons: proof for who asked to be forgotten. */
export function DeletionsPage() {
  const project = useProject();
  const [open, setOpen] = useQueryState("receipt", parseAsString);
  const receipts = useQuery(receiptListQuery(project.id));
  const rows = receipts.data?.results ?? [];
  const shown = rows.find(({ id }) => id === open);
  const columns = useMemo(
    (): Column<Receipt>[] => [
      {
        id: "person",
        header: "Person",
        className: "min-w-40",
        cell: ({ id, person_id }) => (
          <button
            type="button"
            onClick={() => void setOpen(id)}
            className="font-mono text-xs hover:text-accent hover:underline"
          >
            {person_id}
          </button>
        ),
      },
      { id: "what", header: "Deletes", className: "hidden sm:table-cell", cell: whatIsDeleted },
      { id: "state", header: "State", cell: (receipt) => <ReceiptState receipt={receipt} /> },
      {
        id: "rows",
        header: "Rows deleted",
        align: "right",
        className: "hidden md:table-cell",
        cell: ({ deleted }) => exactNumber(Object.values(deleted).reduce((sum, count) => sum + count, 0)),
      },
      {
        id: "asked",
        header: "Asked for",
        align: "right",
        sortBy: ({ requested_at }) => requested_at,
        cell: ({ requested_at }) => (
          <span className="whitespace-nowrap text-muted" title={fullTime(requested_at, project.timezone)}>
            {ago(requested_at)}
          </span>
        ),
      },
    ],
    [project.timezone, setOpen],
  );
  return (
    <>
      <PageHeader
        title="Deletions"
        description="A receipt is verified once everything was counted again and nothing was left."
      />
      <PeopleSections active="deletions" />
      <ListBody
        query={receipts}
        rows={rows}
        columns={columns}
        rowKey={({ id }) => id}
        label="Deletions"
        empty={
          <EmptyState title="Nobody was deleted">
            A person's page has the button. The receipt stays here after the person is gone.
          </EmptyState>
        }
      />
      {shown && (
        <Dialog open onOpenChange={() => void setOpen(null)} title="Receipt of a deletion">
          <ReceiptView receipt={shown} />
        </Dialog>
      )}
    </>
  );
}
