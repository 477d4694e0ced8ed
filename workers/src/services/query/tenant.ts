import type { ProjectAccess } from "../../http/authorize.ts";

/** Whose data a query reads: what is left of a person's leave when a job asks. */
export type QueryTenant = Pick<
  ProjectAccess,
  "organizationId" | "projectId" | "environmentId" | "project" | "environment"
>;
