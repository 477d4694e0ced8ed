import { DashboardListPage } from "@/products/dashboards/dashboard-list-page";

export const metadata = { title: "Dashboards" };

export default function Page() {
  return <DashboardListPage />;
}
