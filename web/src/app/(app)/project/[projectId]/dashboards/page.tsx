import type { Metadata } from "next";
import { DashboardListPage } from "@/products/dashboards/dashboard-list-page";

export const metadata: Metadata = { title: "Dashboards" };

export default DashboardListPage;
