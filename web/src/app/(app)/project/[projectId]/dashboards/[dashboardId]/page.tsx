import type { Metadata } from "next";
import { DashboardPage } from "@/products/dashboards/dashboard-page";

export const metadata: Metadata = { title: "Dashboard" };

export default async function Page({ params }: { readonly params: Promise<{ dashboardId: string }> }) {
  return <DashboardPage dashboardId={Number((await params).dashboardId)} />;
}
