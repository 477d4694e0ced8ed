"use client";
import { createContext, use } from "react";
import type { Me, Project } from "@/lib/api/types";

export interface ProjectContextValue {
  readonly me: Me;
  readonly project: Project;
}

export const ProjectContext = createContext<ProjectContextValue | null>(null);

/** The project of the page. Only below `/project/:id`. */
export function useProject(): Project {
  return useProjectContext().project;
}

export function useProjectContext(): ProjectContextValue {
  const value = use(ProjectContext);
  if (!value) throw new Error("useProject needs a page below /project/:id");
  return value;
}

/** A link inside the project. */
export function projectPath(projectId: number, path: string): string {
  return `/project/${projectId}${path}`;
}
