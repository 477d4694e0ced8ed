import { nameOfRegion, type Region, type RegionVars } from "./regions.ts";

interface HostVars extends RegionVars {
  /** `eu=eu.example.com,us=us.example.com`. */
  readonly REGION_HOSTS?: string;
}

/**
 * What to tell a sender whose address belongs to another region than the project's; null when it is right. A host that
 * no region has takes the events of all.
 */
export function wrongHost(vars: HostVars, url: string, region: Region): string | null {
  if (!vars.REGION_HOSTS) return null;
  const hosts = vars.REGION_HOSTS.split(",").map((entry) => entry.split("=") as [string, string?]);
  const { host } = new URL(url);
  const [asked] = hosts.find(([, own]) => own === host) ?? [];
  const name = nameOfRegion(region, vars);
  if (asked === undefined || asked === name) return null;
  const [, own] = hosts.find(([of]) => of === name) ?? [];
  const way = own === undefined ? "another host" : `https://${own}`;
  return `This project's data lives in region "${name}": send it to ${way}, this host is for region "${asked}".`;
}
