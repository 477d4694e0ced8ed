import { InsightListPage } from "@/products/insights/saved/insight-list-page";

export const metadata = { title: "Insights" };

export default function Page() {
  return <InsightListPage />;
}
