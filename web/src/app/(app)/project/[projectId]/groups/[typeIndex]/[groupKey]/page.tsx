import { notFound } from "next/navigation";
import { GroupPage } from "@/products/groups/group-page";

export const metadata = { title: "Group" };

interface Props {
  readonly params: Promise<{ typeIndex: string; groupKey: string }>;
}

export default async function Page({ params }: Props) {
  const { typeIndex, groupKey } = await params;
  if (!/^[0-4]$/.test(typeIndex)) notFound();
  return <GroupPage typeIndex={Number(typeIndex)} groupKey={decodeURIComponent(groupKey)} />;
}
