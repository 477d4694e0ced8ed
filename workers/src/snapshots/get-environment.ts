import type { EdgeEnv } from "../env.ts";
import type { TokenTarget } from "../partition/config/token-directory.ts";
import type { RegionVars } from "../regions/regions.ts";
import type { EnvironmentState } from "./environment-state.ts";
import { ProjectEntry } from "./project-entry.ts";
import {
  askSince,
  assignGroupType,
  loadProject,
  lookupEnvironment,
  lookupToken,
  type ProjectPlace,
} from "./source.ts";

export { EnvironmentState } from "./environment-state.ts";
export { ConfigUnavailableError } from "./source.ts";

type SnapshotEnv = Pick<EdgeEnv, "CONFIG" | "SNAPSHOTS"> & RegionVars;
/** What is needed of the request's context: work that outlives the answer. */
type Background = Pick<ExecutionContext, "waitUntil">;

/** Younger: served as it is. */
const FRESH_MS = 300;
/** Younger: served, and revalidated in the background. Older: revalidated first. */
const STALE_MS = 900;
const UNKNOWN_TOKEN_MS = 1_000;
/** After a failed revalidation, nobody waits for the next one for this long. */
const RETRY_MS = 1_000;
const MAX_UNKNOWN = 2_000;

/** This isolate's memory. */
const projects = new Map<number, ProjectEntry>();
const tokens = new Map<string, TokenTarget>();
const unknownUntil = new Map<string, number>();

/** How often something other than a fresh answer was served, since the isolate started. */
export const snapshotCounts = { lastGood: 0, failedRevalidations: 0 };

/**
 * The environment of a project token; null when the token is unknown or was rotated away.
 * @throws ConfigUnavailableError when a cold isolate can reach neither the config object nor KV
 */
export async function getEnvironment(
  env: SnapshotEnv,
  ctx: Background,
  token: string,
): Promise<EnvironmentState | null> {
  const known = tokens.get(token);
  if (known !== undefined) {
    const state = await stateOf(env, ctx, known);
    if (state?.accepts(token)) return state;
  }
  if ((unknownUntil.get(token) ?? 0) > Date.now()) return null;
  const target = await lookupToken(env, token);
  const state = target && (await stateOf(env, ctx, target, token));
  if (state?.accepts(token)) {
    tokens.set(token, target!);
    unknownUntil.delete(token);
    return state;
  }
  tokens.delete(token);
  if (unknownUntil.size >= MAX_UNKNOWN) unknownUntil.clear();
  unknownUntil.set(token, Date.now() + UNKNOWN_TOKEN_MS);
  return null;
}

/** What memory knows of a token and may serve without asking anyone; null = call {@link getEnvironment}. */
export function freshEnvironment(token: string): EnvironmentState | null {
  const target = tokens.get(token);
  const entry = target && projects.get(target.projectId);
  if (entry === undefined || Date.now() - entry.checkedAt > FRESH_MS) return null;
  const state = entry.state(target!.environmentId);
  return state?.accepts(token) ? state : null;
}

/**
 * The same for callers who know of a newer version (they were told by the stream): what is in memory is revalidated
 * first when it is older.
 */
export async function environmentSince(
  env: SnapshotEnv,
  ctx: Background,
  token: string,
  version: number,
): Promise<EnvironmentState | null> {
  const state = await getEnvironment(env, ctx, token);
  if (state === null || state.snapshot.version >= version) return state;
  const entry = projects.get(state.projectId);
  if (entry === undefined) return state;
  await revalidate(env, state, entry);
  return entry.state(state.environment.id);
}

/** The same by environment number, for routes that name it; null when there is none. */
export async function getEnvironmentById(
  env: SnapshotEnv,
  ctx: Background,
  environmentId: number,
): Promise<EnvironmentState | null> {
  for (const entry of projects.values()) {
    const state = entry.state(environmentId);
    if (state !== null)
      return await stateOf(env, ctx, { projectId: state.projectId, environmentId, region: state.region });
  }
  const target = await lookupEnvironment(env, environmentId);
  return target && (await stateOf(env, ctx, target));
}

/**
 * Index of a group type, assigned at first sight; null when all five are taken (or the object can't be
 * reached: the event keeps its `$groups` property, only the column stays empty).
 */
export async function groupTypeIndex(
  env: SnapshotEnv,
  ctx: Background,
  state: EnvironmentState,
  name: string,
): Promise<number | null> {
  const entry = projects.get(state.projectId);
  const types = { ...state.groupTypes, ...entry?.groupTypes };
  const known = Object.keys(types).find((index) => types[index] === name);
  if (known !== undefined) return Number(known);
  if (Object.keys(types).length >= 5) return null;
  try {
    const assignment = assignGroupType(env, state, name);
    // An assignment that was begun is finished, also when the client hangs up.
    ctx.waitUntil(assignment.catch(() => null));
    const index = await assignment;
    if (index !== null && entry) {
      const groupTypes = { ...entry.groupTypes, [index]: name };
      entry.accept({ version: entry.version, snapshot: null, groupTypes }, entry.checkedAt);
    }
    return index;
  } catch {
    return null;
  }
}

/** `wanted`: a token the state must know, else what is in memory is not new enough. */
async function stateOf(
  env: SnapshotEnv,
  ctx: Background,
  target: TokenTarget,
  wanted?: string,
): Promise<EnvironmentState | null> {
  const { projectId, environmentId } = target;
  const entry = projects.get(projectId);
  if (entry === undefined) return await firstState(env, target);
  const now = Date.now();
  const age = now - entry.checkedAt;
  const state = entry.state(environmentId);
  const lacksToken = wanted !== undefined && !state?.accepts(wanted);
  if (age <= FRESH_MS && !lacksToken) return state;
  if (!lacksToken && (age <= STALE_MS || now - entry.failedAt < RETRY_MS)) {
    if (age > STALE_MS) snapshotCounts.lastGood++;
    if (now - entry.revalidatingAt > FRESH_MS) {
      entry.revalidatingAt = now;
      ctx.waitUntil(revalidate(env, target, entry));
    }
    return state;
  }
  if (!(await revalidate(env, target, entry))) snapshotCounts.lastGood++;
  return entry.state(environmentId);
}

async function firstState(env: SnapshotEnv, target: TokenTarget) {
  const { projectId, environmentId } = target;
  const snapshot = await loadProject(env, target);
  if (snapshot === null) return null;
  const entry = projects.get(projectId) ?? new ProjectEntry(snapshot, Date.now());
  projects.set(projectId, entry);
  return entry.state(environmentId);
}

/** False when the object did not answer: the last good snapshot stays. */
async function revalidate(env: SnapshotEnv, place: ProjectPlace, entry: ProjectEntry): Promise<boolean> {
  const askedAt = Date.now();
  try {
    entry.accept(await askSince(env, place, entry.version), askedAt);
    return true;
  } catch {
    entry.failedAt = Date.now();
    snapshotCounts.failedRevalidations++;
    return false;
  }
}
