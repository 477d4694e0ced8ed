/** Bindings that say which regions a deployment serves; see docs/privacy.md. */
export interface RegionVars {
  /** `us,eu`: the first is the deployment's own, where what has no region lives. Absent = one region without a name. */
  readonly REGIONS?: string;
  /** Regions whose objects are bound to Cloudflare's jurisdiction, or `off`; absent = all but the first. */
  readonly JURISDICTIONS?: string;
}

/** A region as code knows it: '' is the deployment's own, whose objects and data have the names they always had. */
export type Region = string;

/** Regions that the platform can bind objects to by law. */
const JURISDICTIONS: readonly DurableObjectJurisdiction[] = ["eu", "fedramp", "fedramp-high", "us"];
/** Regions that it only takes as a hint of where objects begin. */
const HINTS: readonly DurableObjectLocationHint[] = [
  "wnam",
  "enam",
  "sam",
  "weur",
  "eeur",
  "apac",
  "oc",
  "afr",
  "me",
];

const LABELS: Readonly<Record<string, string>> = { eu: "European Union", us: "United States" };

/** The name for people. */
export const regionLabel = (name: string): string => LABELS[name] ?? name;

/** The names of the regions, the deployment's own first; none when it has one without a name. Throws when they make no sense. */
export function regionNames({ REGIONS }: RegionVars): readonly string[] {
  const names = (REGIONS ?? "").split(",").filter(Boolean);
  const known: readonly string[] = [...JURISDICTIONS, ...HINTS];
  for (const name of names)
    if (!known.includes(name))
      throw new Error(`Binding REGIONS names "${name}": regions are ${known.join(", ")}.`);
  if (new Set(names).size < names.length) throw new Error("Binding REGIONS names a region twice.");
  return names;
}

export const regionsOf = (vars: RegionVars): readonly Region[] => ["", ...regionNames(vars).slice(1)];

/** What people call a region; '' when the deployment has but one and gave it no name. */
export const nameOfRegion = (region: Region, vars: RegionVars): string =>
  region === "" ? (regionNames(vars)[0] ?? "") : region;

/** The region of a stored name ('' = the deployment's own); throws for one that is not served here: nothing may go elsewhere. */
export function regionOfName(name: string, vars: RegionVars): Region {
  const names = regionNames(vars);
  if (name === "" || name === names[0]) return "";
  if (names.includes(name)) return name;
  throw new Error(`The region "${name}" is not served here: binding REGIONS is "${names.join(",")}".`);
}

/** The jurisdiction that a region's objects are bound to; null = none. */
export function jurisdictionOf(region: Region, vars: RegionVars): DurableObjectJurisdiction | null {
  const name = nameOfRegion(region, vars);
  const chosen = vars.JURISDICTIONS?.split(",").includes(name) ?? region !== "";
  return chosen ? (JURISDICTIONS.find((one) => one === name) ?? null) : null;
}

/** Where a region's objects are to begin where there is no jurisdiction for it. */
export function hintOf(region: Region): { readonly locationHint?: DurableObjectLocationHint } {
  const locationHint = HINTS.find((one) => one === region);
  return locationHint === undefined ? {} : { locationHint };
}
