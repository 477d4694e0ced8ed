import { listEnvironments } from "@edgewise/db/mysql/repos/projects.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { invalid } from "../../../http/errors.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { requireEnvironment } from "../../../services/environments/write.ts";
import { filtersBody } from "../../../services/flags/body.ts";
import { requireFlag } from "../../../services/flags/find.ts";
import { promoteState, STATE_PARTS, stateDiff } from "../../../services/flags/promote.ts";
import { redactFlag } from "../../../services/flags/redact.ts";
import { inPlace } from "../../../services/flags/states.ts";
import { changeFlag } from "../../../services/flags/write.ts";
import { flag, presentFlags } from "./schema.ts";

const tag = "feature flags";
const read = { kind: "project", scope: "feature_flag:read" } as const;
const write = { kind: "project", scope: "feature_flag:write" } as const;

const state = z.object({
  environment_id: z.number().int(),
  name: z.string(),
  is_default: z.boolean(),
  active: z.boolean(),
  filters: filtersBody,
  /** Parts that this environment has of its own; the others are as in the default one. */
  own: z.array(z.enum(STATE_PARTS)),
});

const place = z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String);
const change = z.object({ field: z.string(), before: z.unknown(), after: z.unknown() });

async function statesOf(access: ProjectAccess, flagName: string, deps: Deps) {
  const row = redactFlag(await requireFlag(access, flagName, deps));
  return (await listEnvironments(access, deps.db)).map(({ id, name, isDefault }) => {
    const { active, filters } = inPlace(row, { environmentId: id });
    const own = row.environments[String(id)] ?? {};
    const parts = STATE_PARTS.filter((part) => isDefault || own[part] !== undefined);
    return { environment_id: id, name, is_default: isDefault, active, filters, own: parts };
  });
}

async function places(access: ProjectAccess, given: { from: string; to: string }, deps: Deps) {
  const [from, to] = await Promise.all(
    [given.from, given.to].map((id) => requireEnvironment(access, id, deps)),
  );
  if (from!.id === to!.id) throw invalid("to", "Name two different environments.");
  return { from: from!, to: to! };
}

/** A flag in each environment: read, set, compare, carry over. */
export const FLAG_STATE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("feature_flags/:flag/environments/"),
    access: read,
    summary: "The flag's state in every environment",
    tag,
    response: z.array(state),
    handler: ({ access, deps, param }) => statesOf(access, param("flag"), deps),
  }),
  route({
    method: "patch",
    paths: underProject("feature_flags/:flag/environments/:environment_id/"),
    access: write,
    summary: "Set the flag's state in one environment; null = as in the default one",
    tag,
    body: z.object({
      active: z.boolean().nullish(),
      filters: filtersBody.nullish(),
      version: z.number().int().nullish(),
    }),
    response: z.array(state),
    async handler({ access, deps, body, param }) {
      const row = await requireFlag(access, param("flag"), deps);
      const environment = await requireEnvironment(access, param("environment_id"), deps);
      const { version, ...parts } = body;
      const there = { ...access, environmentId: environment.id, environment };
      const { active, filters } = parts;
      if (active !== null && filters !== null) {
        await changeFlag(there, row.id, { active, filters, version }, deps);
      } else if (environment.isDefault) {
        throw invalid(null, "The default environment has nothing to fall back to.");
      } else {
        const own = { ...row.environments[String(environment.id)], ...parts };
        const kept = Object.fromEntries(Object.entries(own).filter(([, value]) => value != null));
        const environments = { [String(environment.id)]: kept };
        await changeFlag(there, row.id, { environments, version }, deps);
      }
      return await statesOf(access, param("flag"), deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("feature_flags/:flag/environment_diff/"),
    access: read,
    summary: "What would change in one environment if it had the flag's state of another",
    tag,
    query: z.object({ from: place, to: place }),
    response: z.object({ changes: z.array(change) }),
    async handler({ access, deps, query, param }) {
      const row = await requireFlag(access, param("flag"), deps);
      const { from, to } = await places(access, query, deps);
      const changes = stateDiff(row, from, to).map(({ field, before, after }) => ({ field, before, after }));
      return { changes };
    },
  }),
  route({
    method: "post",
    paths: underProject("feature_flags/:flag/promote/"),
    access: write,
    summary: "Give one environment the flag's state of another",
    tag,
    body: z.object({
      from: place,
      to: place,
      parts: z
        .array(z.enum(STATE_PARTS))
        .min(1)
        .default([...STATE_PARTS]),
    }),
    response: flag,
    async handler({ access, deps, body, param }) {
      const row = await requireFlag(access, param("flag"), deps);
      await promoteState(access, row, await places(access, body, deps), body.parts, deps);
      const [shown] = await presentFlags([await requireFlag(access, String(row.id), deps)], access, deps);
      return shown;
    },
  }),
];
