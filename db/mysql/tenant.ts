/** Whose rows a repository call may see. Every repository takes one of these (or the number in it) first. */
export interface OrganizationTenant {
  readonly organizationId: string;
}

export interface ProjectTenant extends OrganizationTenant {
  readonly projectId: number;
}

export interface EnvironmentTenant extends ProjectTenant {
  readonly environmentId: number;
}
