import { groupTypeOf } from "@edgewise/core/releases/population.ts";
import { guardSettings, stage } from "@edgewise/core/releases/schema.ts";
import { isComparable } from "@edgewise/core/releases/stages.ts";
import { findFlags } from "@edgewise/db/mysql/repos/flags.ts";
import type { ReleaseEntryRow, ReleaseRow } from "@edgewise/db/mysql/repos/guarded-releases.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { isoMicros, isoMicrosOrNull } from "../../../http/time.ts";
import { maskHook } from "../../../services/releases/settings.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const STATES = ["running", "paused", "rolled_back", "completed", "superseded", "ended"] as const;
export const releaseState = z.enum(STATES);

const interval = z.tuple([z.number(), z.number()]).nullable();
const number = z.number().nullable();
const sides = z.object({ off: z.number(), on: z.number() });

const guardResult = z.object({
  uuid: z.string(),
  name: z.string(),
  status: z.enum(["harmed", "safe", "watching", "too_little_data", "failed"]),
  unit: z.enum(["share", "milliseconds", "number"]),
  units: sides,
  off: number,
  on: number,
  estimate: number,
  interval,
  lift: number,
  relative_interval: interval,
  multiplier: number,
  alpha: z.number(),
  error: z.string().nullable(),
});

const look = z.object({
  at: z.string(),
  stage: z.number().int(),
  verdict: z.enum(["harmed", "untrustworthy", "too_little_data", "watching", "safe", "unavailable"]),
  detail: z.string().nullable(),
  exposures: sides,
  switched: z.number(),
  split: z
    .object({ expected: z.number(), observed: z.number(), p: z.number(), blocks: z.boolean() })
    .nullable(),
  guards: z.array(guardResult),
  query: z.object({ clickhouse: z.string(), hogql: z.string() }).nullable(),
});

/** Settings as they are answered: metrics are shown as they are stored. */
const settings = guardSettings.omit({ guards: true }).extend({
  guards: z.array(
    z.object({
      uuid: z.string(),
      name: z.string(),
      metric: z.looseObject({ metric_type: z.string() }),
      margin: z.object({ scale: z.enum(["relative", "absolute"]), value: z.number() }),
    }),
  ),
});

const target = z.object({ active: z.boolean(), rollout_percentage: z.number() });

export const release = z.object({
  id: z.string(),
  environment_id: z.number().int(),
  flag: z.object({ id: z.number().int(), key: z.string(), name: z.string() }),
  condition: z.number().int(),
  /** Groups of this type are compared; null: persons. */
  group_type_index: z.number().int().nullable(),
  state: releaseState,
  stages: z.array(stage),
  stage: z.number().int(),
  stage_started_at: z.string(),
  /** When the step may end at the earliest; null when nothing is to come. */
  next_at: z.string().nullable(),
  is_guarded: z.boolean(),
  settings,
  /** Of web hooks only the host is told: their paths are secrets. */
  notify: z.object({ emails: z.array(z.string()), webhooks: z.array(z.string()) }),
  before: target,
  hold: z.string().nullable(),
  reason: z.string().nullable(),
  look: look.nullable(),
  looked_at: z.string().nullable(),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  ended_at: z.string().nullable(),
});

export const releaseWithTrail = release.extend({ trail: z.array(look) });

export const releaseEntry = z.object({
  id: z.string(),
  kind: z.string(),
  text: z.string(),
  detail: z.record(z.string(), z.unknown()),
  user: userBasic.nullable(),
  created_at: z.string(),
});

export async function presentReleases(rows: readonly ReleaseRow[], access: ProjectAccess, deps: Deps) {
  const [users, flags] = await Promise.all([
    findUsers(
      rows.map((row) => row.createdBy),
      deps.db,
    ),
    findFlags(access, deps.db, [...new Set(rows.map((row) => row.flagId))]),
  ]);
  const byId = new Map(flags.map((flag) => [flag.id, flag]));
  return rows.map((row) => {
    const flag = byId.get(row.flagId);
    return {
      id: row.id,
      environment_id: row.environmentId,
      flag: { id: row.flagId, key: flag?.key ?? "", name: flag?.name ?? "" },
      condition: row.condition,
      group_type_index: flag ? groupTypeOf(flag.filters, row.condition) : null,
      state: row.state,
      stages: row.stages,
      stage: row.stage,
      stage_started_at: isoMicros(row.stageStartedAt),
      next_at: nextAt(row),
      is_guarded: row.isGuarded,
      settings: row.settings,
      notify: { emails: row.notify.emails, webhooks: row.notify.webhooks.map(maskHook) },
      before: row.before,
      hold: row.hold,
      reason: row.reason,
      look: row.look,
      looked_at: isoMicrosOrNull(row.lookedAt),
      created_by: presentAuthor(row.createdBy, users),
      created_at: isoMicros(row.createdAt),
      updated_at: isoMicros(row.updatedAt),
      ended_at: isoMicrosOrNull(row.endedAt),
    };
  });
}

function nextAt({ state, stages, stage: index, stageStartedAt }: ReleaseRow): string | null {
  const now = stages[index];
  const isLiving = state === "running" || state === "paused";
  if (!isLiving || !now || (index === stages.length - 1 && !isComparable(now))) return null;
  return isoMicros(new Date(stageStartedAt.getTime() + now.minutes * 60_000));
}

export async function presentEntries(rows: readonly ReleaseEntryRow[], deps: Deps) {
  const users = await findUsers(
    rows.map((row) => row.userId),
    deps.db,
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    text: row.text,
    detail: row.detail,
    user: presentAuthor(row.userId, users),
    created_at: isoMicros(row.createdAt),
  }));
}
