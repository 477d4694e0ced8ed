import type { ReactNode } from "react";
import { ProjectShell } from "@/shell/project-shell";

export default async function ProjectLayout({
  children,
  params,
}: {
  readonly children: ReactNode;
  readonly params: Promise<{ projectId: string }>;
}) {
  const { projectId } = await params;
  return <ProjectShell projectRef={projectId}>{children}</ProjectShell>;
}
