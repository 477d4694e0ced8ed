import { notFound } from "next/navigation";
import { ReleasePage } from "@/products/releases/release-page";

export const metadata = { title: "Guarded release" };

export default async function Page({ params }: { readonly params: Promise<{ releaseId: string }> }) {
  const { releaseId } = await params;
  if (!/^[0-9a-f-]{36}$/.test(releaseId)) notFound();
  return <ReleasePage id={releaseId} />;
}
