import { notFound } from "next/navigation";
import { ActionPage } from "@/products/actions/action-page";

export const metadata = { title: "Action" };

export default async function Page({ params }: { readonly params: Promise<{ actionId: string }> }) {
  const { actionId } = await params;
  if (!/^\d+$/.test(actionId)) notFound();
  return <ActionPage actionId={Number(actionId)} />;
}
