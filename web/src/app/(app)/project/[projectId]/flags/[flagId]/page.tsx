import { notFound } from "next/navigation";
import { FlagPage } from "@/products/flags/flag-page";

export const metadata = { title: "Feature flag" };

export default async function Page({ params }: { readonly params: Promise<{ flagId: string }> }) {
  const { flagId } = await params;
  if (!/^\d+$/.test(flagId)) notFound();
  return <FlagPage flagId={Number(flagId)} />;
}
