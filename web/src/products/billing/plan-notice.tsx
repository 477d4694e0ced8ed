"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useProject } from "@/lib/project-context";
import { goToPortal, planQuery } from "@/products/billing/plan-api";
import { planNotice } from "@/products/billing/plan-text";
import { useOrganizationId } from "@/products/billing/use-organization";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { toast } from "@/ui/toast";

const EDGE = { info: "border-accent", warn: "border-warn", danger: "border-danger" } as const;

/** What is owed, or that the plan ends; nothing while all is well. */
export function PlanNotice() {
  const project = useProject();
  const organizationId = useOrganizationId();
  const { data: plan } = useQuery(planQuery(organizationId));
  const portal = useMutation({
    mutationFn: () => goToPortal(organizationId, project.id),
    onError: (error) => void toast.error("The payment page did not open.", error),
  });
  const notice = plan && planNotice(plan);
  if (!notice) return null;
  return (
    <div
      role={notice.tone === "info" ? "status" : "alert"}
      className={cn("flex flex-wrap items-center gap-3 border-l-2 px-4 py-2 text-sm", EDGE[notice.tone])}
    >
      <div className="min-w-0 grow basis-72">
        <p className="font-medium">{notice.title}</p>
        <p className="max-w-prose text-muted">{notice.text}</p>
      </div>
      {notice.tone !== "info" && plan.can_change && (
        <Button variant="primary" busy={portal.isPending} onClick={() => portal.mutate()}>
          Change card
        </Button>
      )}
    </div>
  );
}
