import { SessionPage } from "@/products/sessions/session-page";

export const metadata = { title: "Session" };

export default async function Page({ params }: { readonly params: Promise<{ sessionId: string }> }) {
  const { sessionId } = await params;
  return <SessionPage sessionId={decodeURIComponent(sessionId)} />;
}
