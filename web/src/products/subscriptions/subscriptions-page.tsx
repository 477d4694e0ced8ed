"use client";
import { Mail } from "lucide-react";
import Link from "next/link";
import { projectPath, useProject } from "@/lib/project-context";
import { useSubscriptions } from "@/products/subscriptions/api";
import { SubscriptionList } from "@/products/subscriptions/subscription-list";
import { Button } from "@/ui/button";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

/** Everything of the project that comes by itself. */
export function SubscriptionsPage() {
  const project = useProject();
  const subscriptions = useSubscriptions();
  const rows = subscriptions.data?.results ?? [];
  return (
    <>
      <PageHeader
        title="Subscriptions"
        description="Insights and dashboards that come by mail, Slack, Teams or web hook."
      />
      <div className="max-w-4xl p-4 md:p-6">
        {subscriptions.error && (
          <ErrorState error={subscriptions.error} onRetry={() => void subscriptions.refetch()} />
        )}
        {subscriptions.isPending && <SkeletonRows rows={4} />}
        {subscriptions.data && rows.length === 0 && (
          <EmptyState
            icon={<Mail />}
            title="Nothing comes by itself yet"
            className="m-0"
            action={
              <Button asChild>
                <Link href={projectPath(project.id, "/dashboards")}>Open a dashboard</Link>
              </Button>
            }
          >
            Open a dashboard or an insight and choose “Subscribe” in its menu.
          </EmptyState>
        )}
        {rows.length > 0 && <SubscriptionList rows={rows} named />}
      </div>
    </>
  );
}
