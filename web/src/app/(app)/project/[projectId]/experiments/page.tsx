import { ExperimentListPage } from "@/products/experiments/experiment-list-page";

export const metadata = { title: "Experiments" };

export default function Page() {
  return <ExperimentListPage />;
}
