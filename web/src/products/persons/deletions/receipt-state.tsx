import type { Receipt } from "@/products/persons/deletions/api";
import { Badge } from "@/ui/badge";

const STATES = {
  queued: { label: "waiting", tone: "neutral" },
  deleting: { label: "deleting", tone: "accent" },
  verified: { label: "verified", tone: "ok" },
  failed: { label: "failed, tried again", tone: "danger" },
} as const;

/** How far a deletion is. */
export function ReceiptState({ receipt }: { readonly receipt: Receipt }) {
  const { label, tone } = STATES[receipt.state];
  return (
    <Badge tone={tone} title={receipt.error ?? undefined}>
      {label}
    </Badge>
  );
}

/** What was, or is to be, deleted. */
export function whatIsDeleted({ keep_person, delete_events, delete_recordings }: Receipt): string {
  const parts = [
    !keep_person && "profile",
    delete_events && "events",
    delete_recordings && "recordings",
  ].filter(Boolean);
  return parts.join(", ");
}
