"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useProject } from "@/lib/project-context";
import { dashboardQuery } from "@/products/dashboards/api";
import { DashboardView } from "@/products/dashboards/dashboard-view";
import { Button } from "@/ui/button";
import { PageHeader } from "@/ui/page";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

/** One dashboard, by its number. */
export function DashboardPage({ dashboardId }: { readonly dashboardId: number }) {
  const project = useProject();
  const dashboard = useQuery(dashboardQuery(project.id, dashboardId));
  if (dashboard.data) return <DashboardView dashboard={dashboard.data} />;
  if (dashboard.error) {
    return (
      <ErrorState
        error={dashboard.error}
        title="This dashboard could not be opened."
        onRetry={() => void dashboard.refetch()}
        action={
          <Button asChild>
            <Link href={`/project/${project.id}/dashboards`}>All dashboards</Link>
          </Button>
        }
      />
    );
  }
  return (
    <>
      <PageHeader title={<Skeleton className="h-6 w-48" />} />
      <div role="status" aria-label="Loading" className="grid gap-3 p-4 md:grid-cols-2 md:p-6">
        {["a", "b", "c", "d"].map((key) => (
          <Skeleton key={key} className="h-72" />
        ))}
      </div>
    </>
  );
}
