import { notFound } from "next/navigation";
import { DashboardPage } from "@/products/dashboards/dashboard-page";

export const metadata = { title: "Dashboard" };

export default async function Page({ params }: { readonly params: Promise<{ dashboardId: string }> }) {
  const { dashboardId } = await params;
  if (!/^\d+$/.test(dashboardId)) notFound();
  return <DashboardPage dashboardId={Number(dashboardId)} />;
}
