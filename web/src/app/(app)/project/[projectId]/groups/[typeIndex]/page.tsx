import { notFound } from "next/navigation";
import { GroupListPage } from "@/products/groups/group-list-page";

export const metadata = { title: "Groups" };

export default async function Page({ params }: { readonly params: Promise<{ typeIndex: string }> }) {
  const { typeIndex } = await params;
  if (!/^[0-4]$/.test(typeIndex)) notFound();
  return <GroupListPage typeIndex={Number(typeIndex)} />;
}
