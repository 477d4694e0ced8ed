import { type CaptureContext, type Captured, captureEvents } from "@edgewise/core/events/accept.ts";
import { COOKIELESS_ID } from "@edgewise/core/events/cookieless.ts";
import { type Envelope, isObject } from "@edgewise/core/events/envelope.ts";
import { type GroupIndex, unknownGroupTypes } from "@edgewise/core/events/groups.ts";
import type { JsonValue } from "@edgewise/core/events/types.ts";
import { asksNotToBeTracked } from "@edgewise/core/privacy/do-not-track.ts";
import type { EdgeEnv } from "../../../env.ts";
import { newId } from "../../../ids.ts";
import { type EnvironmentState, groupTypeIndex } from "../../../snapshots/get-environment.ts";
import { clientOf } from "../client.ts";
import { dailySalts, NO_SALT } from "../cookieless-salt.ts";

/** Known group types, with those that this request mentions first assigned by the project's config object. */
async function groupIndexes(
  env: EdgeEnv,
  ctx: Pick<ExecutionContext, "waitUntil">,
  state: EnvironmentState,
  events: readonly JsonValue[],
): Promise<GroupIndex> {
  const known = new Map<string, number | null>();
  for (const index in state.groupTypes) known.set(state.groupTypes[index]!, Number(index));
  const get: GroupIndex = (type) => known.get(type);
  for (const type of unknownGroupTypes(events, get)) {
    // Six already: whatever else a request invents can't get one of the five indexes.
    if (known.size > 5) known.set(type, null);
    else known.set(type, await groupTypeIndex(env, ctx, state, type));
  }
  return get;
}

function isCookieless(event: JsonValue): boolean {
  if (!isObject(event)) return false;
  const properties = isObject(event.properties) ? event.properties : {};
  return (event.distinct_id ?? event.$distinct_id ?? properties.distinct_id) === COOKIELESS_ID;
}

/** Whether the browser that sent a request asks not to be tracked. */
export const isOptedOut = ({ headers }: Request): boolean => asksNotToBeTracked((name) => headers.get(name));

interface BuildOptions {
  readonly plain?: CaptureContext["plain"];
  readonly defaultEvent?: string | undefined;
}

/** Checks and builds a request's events for its environment. */
export async function build(
  request: Request,
  env: EdgeEnv,
  ctx: Pick<ExecutionContext, "waitUntil">,
  state: EnvironmentState,
  envelope: Envelope,
  now: number,
  { plain, defaultEvent }: BuildOptions = {},
): Promise<Captured> {
  const { environment } = state;
  const client = clientOf(request, env);
  const { privacy } = environment.settings;
  const optOut = privacy?.doNotTrack && isOptedOut(request) ? privacy.doNotTrack : null;
  const cookieless = optOut === "anonymous" || envelope.events.some(isCookieless);
  if (state.mask) for (const event of envelope.events) if (isObject(event)) state.mask(event);
  return captureEvents(envelope.events, {
    environmentId: environment.id,
    overLimit: new Set(environment.overLimit),
    keep: state.keep,
    anonymizeIps: environment.settings.anonymizeIps ?? false,
    now,
    sentAt: envelope.sentAt,
    querySentAt: envelope.querySentAt,
    ...client,
    ...(privacy?.discardGeo ? { geo: () => undefined } : {}),
    optOut,
    groupIndex: await groupIndexes(env, ctx, state, envelope.events),
    dailySalt: cookieless ? await dailySalts(env, state.region, now) : NO_SALT,
    timezone: state.snapshot.timezone,
    newUuid: newId,
    // The text of the request still says what was hidden.
    plain: state.mask ? undefined : plain,
    ...(defaultEvent === undefined ? {} : { defaultEvent }),
  });
}
