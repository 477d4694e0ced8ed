"use client";
import { ChevronRight, Send, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { explainError } from "@/lib/api/error";
import { fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { type Subscription, useWriteSubscription } from "@/products/subscriptions/api";
import { DeliveryHistory } from "@/products/subscriptions/delivery-history";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Confirm } from "@/ui/dialog";
import { Switch } from "@/ui/switch";
import { toast } from "@/ui/toast";

interface SubscriptionListProps {
  readonly rows: readonly Subscription[];
  /** Also says what is sent: on the page of all of them. */
  readonly named?: boolean;
}

/** Subscriptions: on or off, send one now, what was sent, end it. */
export function SubscriptionList({ rows, named = false }: SubscriptionListProps) {
  return (
    <ul className="divide-y divide-line">
      {rows.map((row) => (
        <Row key={row.id} row={row} named={named} />
      ))}
    </ul>
  );
}

const BY = { email: "e-mail", slack: "Slack", teams: "Teams", webhook: "web hook" } as const;

function Row({ row, named }: { readonly row: Subscription; readonly named: boolean }) {
  const project = useProject();
  const write = useWriteSubscription();
  const [open, setOpen] = useState(false);
  const [ending, setEnding] = useState(false);
  const patch = (body: object, said: string) =>
    write.mutate(
      { method: "PATCH", path: `${row.id}/`, body },
      {
        onSuccess: () => void toast.success(said),
        onError: (error) => void toast.error(explainError(error).headline, error),
      },
    );
  const sendNow = () =>
    write.mutate(
      { method: "POST", path: `${row.id}/test-delivery/`, body: {} },
      {
        onSuccess: () => {
          setOpen(true);
          toast.success("One is on its way");
        },
        onError: (error) => void toast.error("It was not sent", error),
      },
    );
  const place = row.dashboard === null ? `/insights/${row.insight_short_id}` : `/dashboards/${row.dashboard}`;
  return (
    <li className="py-2">
      <div className="flex items-center gap-2">
        <button
          type="button"
          aria-expanded={open}
          aria-label={`What was sent to ${row.target_value}`}
          onClick={() => setOpen(!open)}
          className="rounded-sm p-0.5 text-muted hover:bg-hover"
        >
          <ChevronRight className={cn("size-4", open && "rotate-90")} aria-hidden />
        </button>
        <div className="min-w-0 flex-1">
          <p className="truncate text-sm">
            {named && (
              <>
                <Link
                  href={projectPath(project.id, place)}
                  className="font-medium hover:text-accent hover:underline"
                >
                  {row.title || row.resource_name || "Insight"}
                </Link>{" "}
                <span className="text-muted">to</span>{" "}
              </>
            )}
            {row.target_value}
          </p>
          <p className="truncate text-xs text-muted">
            {row.summary.replace(/^sent /, "")} by {BY[row.target_type]}
            {row.next_delivery_date && `, next ${fullTime(row.next_delivery_date, project.timezone)}`}
          </p>
        </div>
        {!row.enabled && <Badge>off</Badge>}
        <Switch
          aria-label={`Send to ${row.target_value}`}
          checked={row.enabled}
          disabled={write.isPending}
          onChange={(enabled) =>
            patch({ enabled, send_test_now: false }, enabled ? "It comes again" : "It no longer comes")
          }
        />
        <Button
          size="icon-sm"
          variant="quiet"
          aria-label="Send one now"
          title="Send one now"
          disabled={!row.enabled || write.isPending}
          onClick={sendNow}
        >
          <Send />
        </Button>
        <Button size="icon-sm" variant="quiet" aria-label="End" title="End" onClick={() => setEnding(true)}>
          <Trash2 />
        </Button>
      </div>
      {open && <DeliveryHistory subscriptionId={row.id} />}
      <Confirm
        open={ending}
        onOpenChange={setEnding}
        title="End this subscription?"
        action="End subscription"
        busy={write.isPending}
        onConfirm={() => patch({ deleted: true }, "Subscription ended")}
      >
        {row.target_value} no longer gets it.
      </Confirm>
    </li>
  );
}
