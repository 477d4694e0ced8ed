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
export function signIn(input: { email: string; password: string }): Promise<unknown> {
  return api.post("/api/login/", input);
}

export interface SignUpInput {
  readonly email: string;
  readonly password: string;
  readonly first_name: string;
  readonly organization_name: string;
  readonly region?: string;
  readonly project_name: string;
}

/** Creates user, organisation and first project; signs in, or says that a mail asks to confirm the address first. */
export function signUp(input: SignUpInput): Promise<Me | { readonly confirm: true; readonly email: string }> {
  return api.post("/api/signup/", input);
}

/** Ends the session and forgets everything that was loaded with it. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post("/api/logout/", {}),
    onSettled: () => {
      client.clear();
      window.location.assign("/login");
    },
  });
}

/** `region` '': the installation's own. */
export function createOrganization(name: string, region: string): Promise<OrganizationBasic> {
  return api.post("/api/organizations/", { name, ...(region === "" ? {} : { region }) });
}

export function createProject(name: string, timezone: string): Promise<ProjectBasic> {
  return api.post("/api/organizations/@current/projects/", { name, timezone });
}
