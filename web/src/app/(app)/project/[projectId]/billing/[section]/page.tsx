import { BillingPage } from "@/products/billing/billing-page";

export const metadata = { title: "Usage and billing" };

export default async function Page({ params }: { readonly params: Promise<{ section: string }> }) {
  const { section } = await params;
  return <BillingPage section={section} />;
}
