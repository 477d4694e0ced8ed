import { NewExperimentPage } from "@/products/experiments/new-experiment-page";

export const metadata = { title: "New experiment" };

export default function Page() {
  return <NewExperimentPage />;
}
