import type { JsonObject } from "@edgewise/core/events/types.ts";
import { type CompiledFlags, compileFlags } from "@edgewise/core/flags/compile.ts";
import { evaluate, type FlagRequest, type StoredProperties } from "@edgewise/core/flags/evaluate.ts";
import { explain, type FlagExplanation } from "@edgewise/core/flags/explain.ts";
import type { FlagResult } from "@edgewise/core/flags/result.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { notFound } from "../../http/errors.ts";
import { buildSnapshot } from "../config/build-snapshot.ts";
import { groupTypesOf } from "../groups/types.ts";
import { readStored } from "./stored.ts";

/** Whom to answer for, as the caller describes them; stored properties lie below the given ones. */
export interface Subject {
  readonly distinctId: string;
  readonly deviceId?: string | null;
  /** Group key by group type name. */
  readonly groups?: Readonly<Record<string, string>>;
  readonly personProperties?: JsonObject;
  readonly groupProperties?: Readonly<Record<string, JsonObject>>;
  /** The moment to evaluate for, ms; default now. */
  readonly at?: number;
}

interface Prepared {
  readonly compiled: CompiledFlags;
  readonly request: FlagRequest;
  readonly stored: StoredProperties | null;
  readonly now: number;
}

export interface TestedFlag {
  readonly explanation: FlagExplanation;
  readonly stored: StoredProperties | null;
}

/** "Why did this person get this?": the edge's own evaluation on the same definitions, each step told. */
export async function testFlag(
  access: ProjectAccess,
  key: string,
  subject: Subject,
  deps: RegionDeps,
): Promise<TestedFlag> {
  const { compiled, request, stored, now } = await prepare(access, subject, deps);
  const options = { now, isPartial: stored === null };
  const explanation = explain(compiled, key, request, options, stored ?? undefined);
  if (explanation === null) throw notFound();
  return { explanation, stored };
}

/** The answers of all flags that are not deleted or archived, or of the given keys, inactive ones included. */
export async function evaluateAll(
  access: ProjectAccess,
  subject: Subject,
  keys: readonly string[] | null,
  deps: RegionDeps,
): Promise<FlagResult[]> {
  const { compiled, request, stored, now } = await prepare(access, subject, deps);
  const wanted = compiled.flags.filter(({ definition }) => keys === null || keys.includes(definition.key));
  const options = { now, isPartial: stored === null, only: wanted.map(({ index }) => index) };
  return evaluate(compiled, request, options, stored ?? undefined);
}

async function prepare(access: ProjectAccess, subject: Subject, deps: RegionDeps): Promise<Prepared> {
  const [snapshot, types] = await Promise.all([
    buildSnapshot(access, deps),
    groupTypesOf(access.projectId, deps),
  ]);
  if (snapshot === null) throw notFound("Project not found.");
  const groupTypes = Object.fromEntries(
    types.map((type) => [String(type.group_type_index), type.group_type]),
  );
  const compiled = compileFlags({ ...snapshot, groupTypes }, access.environmentId);
  const { distinctId, groups = {} } = subject;
  const byIndex = types.flatMap(({ group_type: name, group_type_index: index }) =>
    groups[name] === undefined ? [] : [[String(index), groups[name]] as const],
  );
  const continuous = compiled.flags.filter((flag) => flag.isContinuous);
  const stored = await readStored(
    {
      environmentId: access.environmentId,
      distinctId,
      groups: Object.fromEntries(byIndex),
      overrides: continuous.map(({ definition }) => definition.key),
    },
    deps,
  );
  const request = { ...subject, groups };
  return { compiled, request, stored, now: subject.at ?? deps.now().getTime() };
}
