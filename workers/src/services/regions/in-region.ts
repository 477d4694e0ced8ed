import { findOrganization } from "@edgewise/db/mysql/repos/organizations.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import { notFound } from "../../http/errors.ts";
import { type Region, regionOfName, regionsOf } from "../../regions/regions.ts";

/** Regions of organisations never change, so what an isolate knows stays true. */
const known = new Map<string, Region>();
const MAX_KNOWN = 50_000;

/** Everything a service may need for an organisation, in the region where its data lives. Throws 404 for none. */
export async function inRegionOf({ organizationId }: OrganizationTenant, deps: Deps): Promise<RegionDeps> {
  let region = known.get(organizationId);
  if (region === undefined) {
    const row = await findOrganization({ organizationId }, deps.db);
    if (!row) throw notFound("Organization not found.");
    region = regionOfName(row.region, deps.env);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(organizationId, region);
  }
  return inRegion(region, deps);
}

/** Every region, for what concerns the deployment as a whole. */
export const everyRegion = (deps: Deps): RegionDeps[] =>
  regionsOf(deps.env).map((region) => inRegion(region, deps));

const inRegion = (region: Region, deps: Deps): RegionDeps => ({ ...deps, ...deps.regional(region) });
