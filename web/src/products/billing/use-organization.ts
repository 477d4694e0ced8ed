"use client";
import { useProjectContext } from "@/lib/project-context";

/** The organisation of the page's project. */
export function useOrganizationId(): string {
  const { me, project } = useProjectContext();
  return project.organization ?? me.organization?.id ?? "@current";
}
