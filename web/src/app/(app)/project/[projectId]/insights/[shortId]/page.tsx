import { InsightPage } from "@/products/insights/saved/insight-page";

export const metadata = { title: "Insight" };

export default async function Page({ params }: { readonly params: Promise<{ shortId: string }> }) {
  return <InsightPage shortId={(await params).shortId} />;
}
