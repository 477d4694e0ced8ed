import { NewCohortPage } from "@/products/cohorts/new-cohort-page";

export const metadata = { title: "New cohort" };

export default function Page() {
  return <NewCohortPage />;
}
