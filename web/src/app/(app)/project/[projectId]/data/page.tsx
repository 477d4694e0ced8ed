import { redirect } from "next/navigation";

export default async function Page({ params }: { readonly params: Promise<{ projectId: string }> }) {
  redirect(`/project/${(await params).projectId}/data/events`);
}
