import { notFound } from "next/navigation";
import { CohortPage } from "@/products/cohorts/cohort-page";

export const metadata = { title: "Cohort" };

export default async function Page({ params }: { readonly params: Promise<{ cohortId: string }> }) {
  const { cohortId } = await params;
  if (!/^\d+$/.test(cohortId)) notFound();
  return <CohortPage cohortId={Number(cohortId)} />;
}
