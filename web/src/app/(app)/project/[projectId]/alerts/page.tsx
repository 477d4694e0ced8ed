import { Suspense } from "react";
import { AlertsPage } from "@/products/alerts/alerts-page";

export const metadata = { title: "Alerts" };

export default function Alerts() {
  return (
    <Suspense>
      <AlertsPage />
    </Suspense>
  );
}
