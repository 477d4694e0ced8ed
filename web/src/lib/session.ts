"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { Me, OrganizationBasic, Project, ProjectBasic } from "@/lib/api/types";

/** Who is signed in, with organisation and projects. Fails with status 401 when nobody is. */
export function useMe() {
  return useQuery({ queryKey: ["me"], queryFn: () => api.get<Me>("/api/users/@me/"), staleTime: 60_000 });
}

/** Projects of the user's current organisation. */
export function projectsOf(me: Me): readonly ProjectBasic[] {
  return me.organization?.projects ?? me.organization?.teams ?? (me.team ? [me.team] : []);
}

export function useProjectQuery(projectId: number) {
  return useQuery({
    queryKey: ["project", projectId],
    queryFn: () => api.get<Project>(`/api/projects/${projectId}/`),
    enabled: Number.isFinite(projectId),
    staleTime: 60_000,
  });
}

/** Signs in; the session cookie is set by the answer. */
export function signIn(input: { email: string; password: string }) {
  return api.post("/api/auth/sign-in/email", input);
}

export function signUp(input: { name: string; email: string; password: string }) {
  return api.post("/api/auth/sign-up/email", input);
}

/** Ends the session and forgets everything that was loaded with it. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post("/api/auth/sign-out", {}),
    onSettled: () => {
      client.clear();
      window.location.assign("/login");
    },
  });
}

export async function createOrganization(name: string): Promise<OrganizationBasic> {
  return api.post("/api/organizations/", { name });
}

export async function createProject(organizationId: string, name: string): Promise<ProjectBasic> {
  return api.post(`/api/organizations/${organizationId}/projects/`, { name });
}
