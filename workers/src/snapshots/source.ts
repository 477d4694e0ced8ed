import type { ProjectSnapshot } from "@edgewise/core/flags/snapshot.ts";
import type { EdgeEnv } from "../env.ts";
import type { TokenTarget } from "../partition/config/token-directory.ts";
import type { ConfigObject, SnapshotAnswer } from "../partition/config-object.ts";
import { objectIn } from "../regions/objects.ts";
import type { Region, RegionVars } from "../regions/regions.ts";

type SourceEnv = Pick<EdgeEnv, "CONFIG" | "SNAPSHOTS"> & RegionVars;

/** Where a project's configuration is. */
export interface ProjectPlace {
  readonly projectId: number;
  readonly region?: Region;
}

/** Neither the config object nor KV could say anything: answer 503, the client tries again. */
export class ConfigUnavailableError extends Error {
  constructor(what: string) {
    super(`The configuration of ${what} can't be read now.`);
    this.name = "ConfigUnavailableError";
  }
}

/** How long the config object may take before the next best source is asked, ms. */
const TIMEOUT_MS = 250;
/** A cold isolate has nothing to serve meanwhile: it waits longer. */
const COLD_TIMEOUT_MS = 2_000;

function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}

/** The object's methods as plain promises: the runtime's own RPC types recurse too deeply over JSON. */
type Remote = Pick<ConfigObject, "snapshotSince" | "groupTypeIndex" | "lookupToken" | "lookupEnvironment">;

const remote = (env: SourceEnv, name: string): Remote =>
  env.CONFIG.get(env.CONFIG.idFromName(name)) as unknown as Remote;
const tokensOf = (env: SourceEnv) => remote(env, "tokens");
const projectOf = (env: SourceEnv, { projectId, region = "" }: ProjectPlace): Remote =>
  objectIn(env.CONFIG as DurableObjectNamespace, env, region, `project:${projectId}`) as unknown as Remote;

/** @throws when the object does not answer in time */
export async function askSince(
  env: SourceEnv,
  place: ProjectPlace,
  version: number,
): Promise<SnapshotAnswer> {
  return await within(projectOf(env, place).snapshotSince(version), TIMEOUT_MS);
}

/** First load of a project: the object, else KV. Null when it has no snapshot. */
export async function loadProject(env: SourceEnv, place: ProjectPlace): Promise<ProjectSnapshot | null> {
  try {
    const answer = await within(projectOf(env, place).snapshotSince(0), COLD_TIMEOUT_MS);
    return answer.snapshot && { ...answer.snapshot, groupTypes: answer.groupTypes };
  } catch {
    return await fromKv<ProjectSnapshot>(env, `project:${place.projectId}`, `project ${place.projectId}`);
  }
}

export async function lookupToken(env: SourceEnv, token: string): Promise<TokenTarget | null> {
  try {
    return await within(tokensOf(env).lookupToken(token), COLD_TIMEOUT_MS);
  } catch {
    return await fromKv<TokenTarget>(env, `token:${token}`, "this token");
  }
}

export async function lookupEnvironment(env: SourceEnv, id: number): Promise<TokenTarget | null> {
  try {
    const lookup = tokensOf(env).lookupEnvironment(id);
    return await within(lookup, COLD_TIMEOUT_MS);
  } catch {
    throw new ConfigUnavailableError(`environment ${id}`);
  }
}

export async function assignGroupType(
  env: SourceEnv,
  place: ProjectPlace,
  name: string,
): Promise<number | null> {
  return await within(projectOf(env, place).groupTypeIndex(name), COLD_TIMEOUT_MS);
}

/** The copy; its absence proves nothing while the object is silent. */
async function fromKv<T>(env: SourceEnv, key: string, what: string): Promise<T> {
  const copy = await within(env.SNAPSHOTS.get<T>(key, "json"), COLD_TIMEOUT_MS).catch(() => null);
  if (copy === null) throw new ConfigUnavailableError(what);
  return copy;
}
