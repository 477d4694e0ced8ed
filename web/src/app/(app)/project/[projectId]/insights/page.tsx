import { ExplorerPage } from "@/products/insights/explorer-page";

export const metadata = { title: "Trends" };

export default function Page() {
  return <ExplorerPage />;
}
