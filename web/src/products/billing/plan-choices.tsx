"use client";
import { isPaidPlan, type PaidPlan } from "@edgewise/core/billing/plans.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useProject } from "@/lib/project-context";
import { changePlan, goToCheckout, type Plan, type PlanChoice, planKey } from "@/products/billing/plan-api";
import { priceText } from "@/products/billing/plan-text";
import { useOrganizationId } from "@/products/billing/use-organization";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Panel } from "@/ui/page";
import { toast } from "@/ui/toast";

/** All plans, and how to get onto another one. */
export function PlanChoices({ plan }: { readonly plan: Plan }) {
  return (
    <Panel title="Plans">
      <ul>
        {plan.plans.map((choice) => (
          <li
            key={choice.key}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2.5 last:border-0"
          >
            <div className="min-w-0 grow basis-64 text-sm">
              <p className="font-medium">
                {choice.name}, <span className="tabular-nums">{priceText(choice)}</span>
              </p>
              <p className="max-w-prose text-muted">{choice.summary}</p>
            </div>
            {choice.key === plan.plan ? (
              <Badge tone="accent">your plan</Badge>
            ) : (
              plan.can_change &&
              isPaidPlan(choice.key) && <Choose plan={plan} choice={choice} to={choice.key} />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Choose({
  plan,
  choice,
  to,
}: {
  readonly plan: Plan;
  readonly choice: PlanChoice;
  readonly to: PaidPlan;
}) {
  const project = useProject();
  const organizationId = useOrganizationId();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const checkout = useMutation({
    mutationFn: () => goToCheckout(organizationId, to, project.id),
    onError: (error) => void toast.error("The checkout did not open.", error),
  });
  const change = useMutation({
    mutationFn: () => changePlan(organizationId, to),
    onSuccess: (changed) => {
      client.setQueryData(planKey(organizationId), changed);
      setAsking(false);
      toast.success(`The organisation is on ${choice.name} now.`);
    },
    onError: (error) => void toast.error("The plan was not changed.", error),
  });
  if (plan.plan === "free")
    return (
      <Button
        variant={to === "usage" ? "primary" : "secondary"}
        busy={checkout.isPending}
        onClick={() => checkout.mutate()}
      >
        Begin {choice.name}
      </Button>
    );
  return (
    <>
      <Button onClick={() => setAsking(true)}>Change to {choice.name}</Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Change to ${choice.name}?`}
        action={`Change to ${choice.name}`}
        busy={change.isPending}
        onConfirm={() => change.mutate()}
      >
        It holds from now on. This month is billed by the time on each plan, to the millisecond.
      </Confirm>
    </>
  );
}
