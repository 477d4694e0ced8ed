import { hintOf, jurisdictionOf, type Region, type RegionVars } from "./regions.ts";

/** What of a namespace is needed to name objects in a region. */
export interface ObjectIds {
  idFromName(name: string): DurableObjectId;
  jurisdiction?(jurisdiction: DurableObjectJurisdiction): { idFromName(name: string): DurableObjectId };
}

interface Objects<Stub> extends ObjectIds {
  get(id: DurableObjectId, options?: DurableObjectNamespaceGetDurableObjectOptions): Stub;
}

/** The name of a region's object: the region is part of it, also where no jurisdiction is. */
export const objectName = (region: Region, name: string): string =>
  region === "" ? name : `${region}:${name}`;

/** Region and own name of what {@link objectName} made. */
export function readObjectName(text: string): { readonly region: Region; readonly name: string } {
  const [, region = "", name = text] = /^([a-z-]+):(p\d+|salts)$/.exec(text) ?? [];
  return { region, name };
}

/** The ID of an object of a region, within its jurisdiction. */
export function objectId(
  namespace: ObjectIds,
  vars: RegionVars,
  region: Region,
  name: string,
): DurableObjectId {
  const jurisdiction = jurisdictionOf(region, vars);
  const own = jurisdiction && namespace.jurisdiction ? namespace.jurisdiction(jurisdiction) : namespace;
  return own.idFromName(objectName(region, name));
}

/** An object of a region. */
export const objectIn = <Stub>(
  namespace: Objects<Stub>,
  vars: RegionVars,
  region: Region,
  name: string,
): Stub => namespace.get(objectId(namespace, vars, region, name), hintOf(region));
