import type { FlagResult } from "@edgewise/core/flags/result.ts";
import type { EdgeEnv } from "../../../env.ts";
import type { ConfigObject } from "../../../partition/config-object.ts";
import { objectIn } from "../../../regions/objects.ts";
import type { Region } from "../../../regions/regions.ts";
import type { EnvironmentState } from "../../../snapshots/get-environment.ts";

type Background = Pick<ExecutionContext, "waitUntil">;
type UsageSink = Pick<ConfigObject, "addUsage">;
type Kind = "flags" | "definitions";

/** How long counts stay in the isolate, ms: what is lost at most when it dies. */
const FLUSH_MS = 2_000;
/** A flush that takes longer was ended with its request, by the platform: the next request begins another. */
const FLUSH_LIMIT_MS = 30_000;

interface Pending {
  readonly projectId: number;
  readonly region: Region;
  /** By kind and SDK. */
  readonly requests: Map<string, number>;
  readonly answers: FlagResult[];
}

interface Message {
  readonly projectId: number;
  readonly region: Region;
  readonly content: Parameters<UsageSink["addUsage"]>;
}

/** Counts of this isolate by environment, until they are brought to the project's config object. */
let pending = new Map<number, Pending>();
/** Messages whose arrival is not known, by environment: they are sent again as they were, so that they count once. */
const unconfirmed = new Map<number, Message>();
/** Random. Made late: there is no randomness at start. */
let isolate = "";
let serial = 0;
/** When the flush under way began, 0 when there is none. */
let flushingSince = 0;

/** For metrics: since this isolate was loaded. */
export const flagCounts = { requests: 0 };

/** Counts a request and the answers it got. Costs an addition an answer; one message every two seconds carries them. */
export function countRequest(
  request: Request,
  env: EdgeEnv,
  ctx: Background,
  state: EnvironmentState,
  kind: Kind,
  results: readonly FlagResult[] = [],
): void {
  if (kind === "flags") flagCounts.requests++;
  const { id } = state.environment;
  let counts = pending.get(id);
  if (counts === undefined) {
    counts = { projectId: state.projectId, region: state.region, requests: new Map(), answers: [] };
    pending.set(id, counts);
  }
  const name = `${kind} ${sdkOf(request)}`;
  counts.requests.set(name, (counts.requests.get(name) ?? 0) + 1);
  for (let i = 0; i < results.length; i++) {
    const result = results[i]!;
    if (result.served === 0) counts.answers.push(result);
    result.served++;
  }
  const now = Date.now();
  if (Math.abs(now - flushingSince) < FLUSH_LIMIT_MS) return;
  flushingSince = now;
  ctx.waitUntil(flushSoon(env));
}

const MAX_AGENTS = 500;
const agents = new Map<string, string>();

/** `posthog-node`, `web` …; the version is left out. */
function sdkOf(request: Request): string {
  const agent = request.headers.get("user-agent") ?? "";
  let sdk = agents.get(agent);
  if (sdk === undefined) {
    sdk =
      /^(posthog-[a-z-]+|edgewise[a-z-]*)\//i.exec(agent)?.[1]?.toLowerCase() ??
      (/^mozilla/i.test(agent) ? "web" : "other");
    if (agents.size >= MAX_AGENTS) agents.clear();
    agents.set(agent, sdk);
  }
  return sdk;
}

async function flushSoon(env: EdgeEnv): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
  const taken = pending;
  pending = new Map();
  flushingSince = 0;
  const environments = new Set([...unconfirmed.keys(), ...taken.keys()]);
  await Promise.all(Array.from(environments, (id) => flush(env, id, taken.get(id))));
}

/** What could not be brought goes again, as it was, before anything newer of its environment. */
async function flush(env: EdgeEnv, environmentId: number, counts: Pending | undefined): Promise<void> {
  const waiting = unconfirmed.get(environmentId);
  if (waiting) await deliver(env, environmentId, waiting);
  if (!counts) return;
  // Also when another flush has begun a newer message meanwhile: an older one would arrive behind it.
  if (unconfirmed.has(environmentId)) return putBack(environmentId, counts);
  const message = messageOf(environmentId, counts);
  unconfirmed.set(environmentId, message);
  await deliver(env, environmentId, message);
}

function messageOf(environmentId: number, { projectId, region, requests, answers }: Pending): Message {
  isolate ||= crypto.randomUUID();
  const now = Date.now();
  const day = new Date(now).toISOString().slice(0, 10);
  const counted = Array.from(requests, ([name, count]) => {
    const [kind, sdk] = name.split(" ") as [Kind, string];
    return { environmentId, day, kind, sdk, count };
  });
  const evaluations = answers.map(({ key, variant, enabled, reason, served }) => ({
    environmentId,
    day,
    key,
    variant: variant ?? "",
    enabled,
    reason: reason.code,
    count: served,
  }));
  for (const result of answers) result.served = 0;
  const source = `${isolate} ${environmentId}`;
  return { projectId, region, content: [counted, evaluations, now, { source, serial: ++serial }] };
}

/** A message that does not arrive stays unconfirmed. */
async function deliver(env: EdgeEnv, environmentId: number, message: Message): Promise<void> {
  try {
    const object = objectIn(
      env.CONFIG as DurableObjectNamespace,
      env,
      message.region,
      `project:${message.projectId}`,
    ) as unknown as UsageSink;
    await object.addUsage(...message.content);
  } catch {
    return;
  }
  if (unconfirmed.get(environmentId) === message) unconfirmed.delete(environmentId);
}

/** Counts that have to wait join those that came meanwhile. */
function putBack(environmentId: number, counts: Pending): void {
  const newer = pending.get(environmentId);
  for (const [name, count] of newer?.requests ?? [])
    counts.requests.set(name, (counts.requests.get(name) ?? 0) + count);
  counts.answers.push(...(newer?.answers ?? []));
  pending.set(environmentId, counts);
}
