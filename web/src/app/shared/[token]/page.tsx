import { SharedPage } from "@/products/sharing/shared-page";

export const metadata = { title: "Shared", robots: { index: false, follow: false } };

export default async function Page({ params }: { readonly params: Promise<{ readonly token: string }> }) {
  const { token } = await params;
  return <SharedPage token={token} embedded={false} />;
}
