"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Plan, planAction, planKey } from "@/products/billing/plan-api";
import { utcDay } from "@/products/billing/plan-text";
import { useOrganizationId } from "@/products/billing/use-organization";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { toast } from "@/ui/toast";

/** Two clicks: ask, and done. One takes it back. */
export function CancelPlan({ plan }: { readonly plan: Plan }) {
  const organizationId = useOrganizationId();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const act = useMutation({
    mutationFn: (action: "cancel" | "resume") => planAction(organizationId, action),
    onSuccess: (changed) => {
      client.setQueryData(planKey(organizationId), changed);
      setAsking(false);
      toast.success(
        changed.cancel_at ? `The plan ends on ${utcDay(changed.cancel_at)}.` : "The plan goes on.",
      );
    },
    onError: (error) => void toast.error("That did not work.", error),
  });
  if (plan.cancel_at !== null)
    return (
      <div>
        <Button busy={act.isPending} onClick={() => act.mutate("resume")}>
          Keep the plan after all
        </Button>
      </div>
    );
  return (
    <div>
      <Button variant="ghost" onClick={() => setAsking(true)}>
        Cancel plan
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Cancel the plan?"
        action="Cancel plan"
        busy={act.isPending}
        onConfirm={() => act.mutate("cancel")}
      >
        It goes on until {plan.period_end ? utcDay(plan.period_end) : "the end of the month"}; then the free
        units are the limit. Nothing is deleted, and what was used until then is on one last invoice.
      </Confirm>
    </div>
  );
}
