"use client";
import { useQuery } from "@tanstack/react-query";
import { exactNumber, fullTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { type Receipt, receiptQuery } from "@/products/persons/deletions/api";
import { ReceiptState, whatIsDeleted } from "@/products/persons/deletions/receipt-state";
import { CopyButton } from "@/ui/code-block";

/** A receipt that follows its deletion until nothing is left. */
export function ReceiptView({ receipt: first }: { readonly receipt: Receipt }) {
  const project = useProject();
  const { data: receipt = first } = useQuery({ ...receiptQuery(project.id, first.id), initialData: first });
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    ["Receipt", <Id key="receipt" id={receipt.id} />],
    ["Person", <Id key="person" id={receipt.person_id} />],
    ["Deletes", whatIsDeleted(receipt)],
    ["Asked for", fullTime(receipt.requested_at, project.timezone)],
    ["State", <ReceiptState key="state" receipt={receipt} />],
    ...Object.entries(receipt.deleted).map(
      ([table, count]) => [`Rows of ${table}`, exactNumber(count)] as const,
    ),
    ...(receipt.verified_at
      ? [["Counted again, none left", fullTime(receipt.verified_at, project.timezone)] as const]
      : []),
  ];
  return (
    <dl className="grid grid-cols-[minmax(7rem,12rem)_minmax(0,1fr)] gap-x-4 gap-y-1.5 rounded-md border border-line p-3 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
      {receipt.error && <p className="col-span-2 text-xs text-danger">{receipt.error}</p>}
    </dl>
  );
}

function Id({ id }: { readonly id: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="truncate font-mono text-xs">{id}</code>
      <CopyButton text={id} label={`Copy ${id}`} />
    </span>
  );
}
