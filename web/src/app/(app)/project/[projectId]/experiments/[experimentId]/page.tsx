import { notFound } from "next/navigation";
import { ExperimentPage } from "@/products/experiments/experiment-page";

export const metadata = { title: "Experiment" };

export default async function Page({ params }: { readonly params: Promise<{ experimentId: string }> }) {
  const { experimentId } = await params;
  if (!/^\d+$/.test(experimentId)) notFound();
  return <ExperimentPage id={Number(experimentId)} />;
}
