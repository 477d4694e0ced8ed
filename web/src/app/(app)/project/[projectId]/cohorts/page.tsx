import { CohortListPage } from "@/products/cohorts/cohort-list-page";

export const metadata = { title: "Cohorts" };

export default function Page() {
  return <CohortListPage />;
}
