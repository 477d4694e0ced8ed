import { redirect } from "next/navigation";

/** Where SDKs link to (`/project/<token>/replay/<session>`). */
export default async function Page({
  params,
}: {
  readonly params: Promise<{ projectId: string; sessionId: string }>;
}) {
  const { projectId, sessionId } = await params;
  redirect(`/project/${projectId}/sessions/${sessionId}`);
}
