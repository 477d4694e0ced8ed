import type { FlagResult } from "@edgewise/core/flags/result.ts";
import type { EdgeEnv } from "../../../env.ts";
import type { ConfigObject } from "../../../partition/config-object.ts";
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
  /** By kind and SDK. */
  readonly requests: Map<string, number>;
  readonly answers: FlagResult[];
}

/** Counts of this isolate by environment, until they are brought to the project's config object. */
let pending = new Map<number, Pending>();
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
    counts = { projectId: state.projectId, requests: new Map(), answers: [] };
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
  await Promise.all([...taken].map(([id, counts]) => flush(env, id, counts)));
}

/** Counts that can't be brought now wait for the next time. */
async function flush(env: EdgeEnv, environmentId: number, counts: Pending): Promise<void> {
  const now = Date.now();
  const day = new Date(now).toISOString().slice(0, 10);
  const requests = Array.from(counts.requests, ([name, count]) => {
    const [kind, sdk] = name.split(" ") as [Kind, string];
    return { environmentId, day, kind, sdk, count };
  });
  const given = counts.answers.map((result) => ({ result, count: result.served }));
  for (const { result } of given) result.served = 0;
  const evaluations = given.map(({ result: { key, variant, enabled, reason }, count }) => ({
    environmentId,
    day,
    key,
    variant: variant ?? "",
    enabled,
    reason: reason.code,
    count,
  }));
  const object = env.CONFIG.get(env.CONFIG.idFromName(`project:${counts.projectId}`)) as unknown as UsageSink;
  try {
    await object.addUsage(requests, evaluations, now);
  } catch {
    const { projectId } = counts;
    const again: Pending = pending.get(environmentId) ?? { projectId, requests: new Map(), answers: [] };
    for (const [name, count] of counts.requests)
      again.requests.set(name, (again.requests.get(name) ?? 0) + count);
    for (const { result, count } of given) {
      if (result.served === 0) again.answers.push(result);
      result.served += count;
    }
    pending.set(environmentId, again);
  }
}
