import type { Metadata } from "next";
import { StatusPage } from "@/products/status/status-page";

export const metadata: Metadata = { title: "Status" };

export default StatusPage;
