"use client";
import { fullTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { type Delivery, useDeliveries } from "@/products/subscriptions/api";
import { Badge } from "@/ui/badge";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

const TRIGGERS = { scheduled: "on schedule", manual: "on demand", target_change: "on subscribing" } as const;

/** What was sent when, and what became of it. */
export function DeliveryHistory({ subscriptionId }: { readonly subscriptionId: number }) {
  const project = useProject();
  const deliveries = useDeliveries(subscriptionId);
  if (deliveries.error)
    return <ErrorState error={deliveries.error} onRetry={() => void deliveries.refetch()} />;
  if (!deliveries.data) return <SkeletonRows rows={2} />;
  if (deliveries.data.results.length === 0)
    return <p className="py-2 pl-8 text-sm text-muted">Nothing was sent yet.</p>;
  return (
    <ul className="py-1 pl-8 text-xs" aria-label="Deliveries">
      {deliveries.data.results.map((delivery) => (
        <li key={delivery.id} className="flex flex-wrap items-center gap-x-2 py-1">
          <time dateTime={delivery.created_at}>{fullTime(delivery.created_at, project.timezone)}</time>
          <span className="text-muted">{TRIGGERS[delivery.trigger_type]}</span>
          <Outcome delivery={delivery} />
        </li>
      ))}
    </ul>
  );
}

function Outcome({
  delivery: { status, error, recipient_results: results },
}: {
  readonly delivery: Delivery;
}) {
  if (status === "starting") return <Badge>under way</Badge>;
  if (status !== "completed") {
    return (
      <>
        <Badge tone="danger">{status}</Badge>
        <span className="text-muted">{error?.message}</span>
      </>
    );
  }
  const failed = results.filter((one) => one.status === "failed" || one.status === "uncertain");
  const sent = results.filter((one) => one.status === "sent").length;
  return (
    <>
      {sent > 0 && <Badge tone="ok">{results.length > 1 ? `sent to ${sent}` : "sent"}</Badge>}
      {sent + failed.length < results.length && <Badge>waiting</Badge>}
      {failed.map((one) => (
        <span key={one.recipient} className="text-danger">
          {one.recipient}: {one.error}
        </span>
      ))}
    </>
  );
}
