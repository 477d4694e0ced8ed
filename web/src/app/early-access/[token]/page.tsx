import { notFound } from "next/navigation";
import { Suspense } from "react";
import { PublicEarlyAccessPage } from "@/products/flags/early-access/public-page";

export const metadata = { title: "Early access", robots: { index: false } };

export default async function Page({ params }: { readonly params: Promise<{ token: string }> }) {
  const { token } = await params;
  if (!/^phc_[A-Za-z0-9_-]+$/.test(token)) notFound();
  return (
    <Suspense>
      <PublicEarlyAccessPage token={token} />
    </Suspense>
  );
}
