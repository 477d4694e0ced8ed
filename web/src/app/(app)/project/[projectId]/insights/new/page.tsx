import { NewInsightPage } from "@/products/insights/new-insight-page";

export const metadata = { title: "New insight" };

export default function Page() {
  return <NewInsightPage />;
}
