"use client";
import { useProjectContext } from "@/lib/project-context";
import { EndPanel } from "@/products/organization/end-panel";
import { RegionPanel } from "@/products/organization/region-choice";
import { RulesPanel } from "@/products/organization/rules-panel";
import { SsoPanel } from "@/products/organization/sso-panel";

/** The organisation itself: its name and rules, how people log in, and its end. */
export function OrganizationSettings() {
  const { me } = useProjectContext();
  const { organization } = me;
  if (!organization) return null;
  const { role } = organization;
  return (
    <>
      <RulesPanel organization={organization} manages={role === "admin" || role === "owner"} />
      {(role === "admin" || role === "owner") && (
        <SsoPanel base={`/api/organizations/${organization.id}`} owner={role === "owner"} />
      )}
      <RegionPanel organization={organization} />
      <EndPanel organization={organization} owner={role === "owner"} />
    </>
  );
}
