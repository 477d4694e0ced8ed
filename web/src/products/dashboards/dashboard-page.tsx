"use client";
import { useQuery } from "@tanstack/react-query";
import { projectPath, useProject } from "@/lib/project-context";
import { dashboardQuery } from "@/products/dashboards/api";
import { DashboardView } from "@/products/dashboards/dashboard-view";
import { Crumbs } from "@/ui/crumbs";
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
      <>
        <PageHeader
          title={
            <Crumbs trail={[{ href: projectPath(project.id, "/dashboards"), title: "Dashboards" }]}>
              Dashboard {dashboardId}
            </Crumbs>
          }
        />
        <ErrorState
          error={dashboard.error}
          title="This dashboard could not be opened."
          onRetry={() => void dashboard.refetch()}
        />
      </>
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
