import { InvitePage } from "@/products/auth/invite-page";

export const metadata = { title: "Invitation", robots: { index: false } };

export default async function Page({ params }: { readonly params: Promise<{ readonly token: string }> }) {
  const { token } = await params;
  return <InvitePage token={token} />;
}
