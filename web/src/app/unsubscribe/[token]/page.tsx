import { UnsubscribePage } from "@/products/subscriptions/unsubscribe-page";

export const metadata = { title: "Unsubscribe", robots: { index: false } };

export default async function Page({ params }: { readonly params: Promise<{ readonly token: string }> }) {
  const { token } = await params;
  return <UnsubscribePage token={token} />;
}
