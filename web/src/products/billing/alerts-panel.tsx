"use client";
import { useMutation } from "@tanstack/react-query";
import { fullTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { type Offer, offersOf } from "@/products/billing/alert-offers";
import { addRule } from "@/products/billing/rules-api";
import type { BillingAlert } from "@/products/billing/types";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { toast } from "@/ui/toast";

/** What was said about limits and spikes, with what stops a spike at one press. */
export function AlertsPanel({
  alerts,
  canChange,
}: {
  readonly alerts: readonly BillingAlert[];
  readonly canChange: boolean;
}) {
  const project = useProject();
  return (
    <Panel title="What was said about it">
      {alerts.length === 0 ? (
        <p className="p-3 text-sm text-muted">
          Nothing yet. At 50, 80 and 100 % of a limit, and when an hour stands out from the days before, it is
          said here, and to admins by mail.
        </p>
      ) : (
        <ul>
          {alerts.map((alert) => (
            <li key={alert.id} className="flex flex-col gap-2 border-b border-line px-3 py-2 last:border-0">
              <div className="flex flex-wrap justify-between gap-x-4 text-sm">
                <span className="max-w-prose">{textOf(alert)}</span>
                <time className="text-xs text-muted" dateTime={alert.created_at}>
                  {fullTime(alert.created_at, project.timezone)}
                </time>
              </div>
              {canChange && <Offers offers={offersOf(alert)} />}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function textOf({ subject, detail }: BillingAlert): string {
  return typeof detail.text === "string" ? detail.text : subject;
}

function Offers({ offers }: { readonly offers: readonly Offer[] }) {
  const add = useMutation({
    mutationFn: ({ environmentId, rule }: Offer) => addRule(environmentId, rule),
    onSuccess: () => toast.success("The edge follows the rule. It is listed under Rules."),
    onError: (error) => void toast.error("The rule was not added.", error),
  });
  if (offers.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {offers.map((offer) => (
        <Button key={offer.label} size="sm" busy={add.isPending} onClick={() => add.mutate(offer)}>
          {offer.label}
        </Button>
      ))}
    </div>
  );
}
