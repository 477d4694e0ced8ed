import type { JsonObject } from "@edgewise/core/events/types.ts";
import { type FlagResult, flagValue } from "@edgewise/core/flags/result.ts";
import { allFlags } from "@edgewise/db/mysql/repos/flags.ts";
import * as z from "zod";
import { invalid } from "../../../http/errors.ts";
import { hiddenIds } from "../../../http/governed.ts";
import { parseJsonList } from "../../../http/json-list.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { requireFlag } from "../../../services/flags/find.ts";
import { evaluateAll, testFlag } from "../../../services/flags/test-evaluation.ts";
import { anyDistinctIdOf } from "../../../services/persons/find.ts";
import { flag, presentFlags } from "./schema.ts";

const tag = "feature flags";
const read = { kind: "project", scope: "feature_flag:read" } as const;
const json = z.record(z.string(), z.json());
const groupKeys = z.record(z.string(), z.union([z.string(), z.number().transform(String)]));

const reasonsQuery = z.object({
  distinct_id: z.string().min(1),
  groups: z.string().optional(),
  flag_keys: z.string().optional(),
});

const testBody = z.object({
  distinct_id: z.string().min(1).optional(),
  person_id: z.string().min(1).optional(),
  device_id: z.string().optional(),
  groups: groupKeys.optional(),
  person_properties: json.optional(),
  group_properties: z.record(z.string(), json).optional(),
  timestamp: z.iso.datetime({ offset: true }).optional(),
});

/** Groups travel as JSON text in the query string. */
function parseGroups(text: string | undefined): Record<string, string> {
  if (text === undefined || text === "") return {};
  try {
    const parsed = groupKeys.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Answered below, like every other text that is no object of keys.
  }
  throw invalid("groups", 'Use a JSON object of group keys by type, e.g. {"company": "acme"}.');
}

/** Names with commas between them, or a JSON list as the official command line client sends it. */
function parseKeys(text: string): string[] {
  if (!text.startsWith("[")) return text.split(",");
  return parseJsonList("flag_keys", text, '["new-checkout"]').map(String);
}

const reasonOf = (result: FlagResult) => ({
  value: flagValue(result),
  evaluation: {
    reason: result.reason.code === "flag_disabled" ? "disabled" : result.reason.code,
    condition_index: result.reason.condition_index,
    description: result.reason.description,
  },
});

/** What flags answer, and why. */
export const FLAG_EVALUATION_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("feature_flags/evaluation_reasons/"),
    access: read,
    summary: "What every flag answers for someone, with the reason",
    tag,
    query: reasonsQuery,
    response: z.record(
      z.string(),
      z.object({ value: z.unknown(), evaluation: z.record(z.string(), z.unknown()) }),
    ),
    async handler({ access, deps, query }) {
      const subject = { distinctId: query.distinct_id, groups: parseGroups(query.groups) };
      const keys = query.flag_keys ? parseKeys(query.flag_keys) : null;
      const results = await evaluateAll(access, subject, keys, deps);
      return Object.fromEntries(results.map((result) => [result.key, reasonOf(result)]));
    },
  }),
  route({
    method: "get",
    paths: underProject("feature_flags/my_flags/"),
    access: read,
    summary: "Flags with their answer for the person who asks, or for `distinct_id`",
    tag,
    query: reasonsQuery.partial(),
    response: z.array(z.object({ feature_flag: flag, value: z.unknown() })),
    async handler({ access, deps, query }) {
      const distinctId = query.distinct_id ?? access.userId ?? "";
      const subject = { distinctId, groups: parseGroups(query.groups) };
      const keys = query.flag_keys ? parseKeys(query.flag_keys) : null;
      const [results, rows] = await Promise.all([
        evaluateAll(access, subject, keys, deps),
        allFlags(access, deps.db),
      ]);
      const hidden = hiddenIds(access, "feature_flag");
      const wanted = rows.filter(({ id, key }) => !hidden.includes(id) && (!keys || keys.includes(key)));
      const shown = await presentFlags(wanted, access, deps);
      const values = new Map(results.map((result) => [result.id, flagValue(result)]));
      return shown.map((row) => ({ feature_flag: row, value: values.get(row.id as number) ?? false }));
    },
  }),
  route({
    method: "post",
    paths: underProject("feature_flags/:flag/test_evaluation/"),
    access: read,
    summary:
      "Why someone gets this answer: every condition, filter, hash and stored property it was made from",
    tag,
    body: testBody,
    response: z.looseObject({ key: z.string(), enabled: z.boolean() }),
    async handler({ access, deps, body, param }) {
      const row = await requireFlag(access, param("flag"), deps);
      const distinctId =
        body.distinct_id ??
        (body.person_id ? await anyDistinctIdOf(access, body.person_id, deps) : undefined);
      if (distinctId === undefined) throw invalid("distinct_id", "This field is required.", "required");
      const subject = {
        distinctId,
        deviceId: body.device_id,
        groups: body.groups,
        personProperties: body.person_properties as JsonObject | undefined,
        groupProperties: body.group_properties as Record<string, JsonObject> | undefined,
        at: body.timestamp === undefined ? undefined : Date.parse(body.timestamp),
      };
      const { explanation, stored } = await testFlag(access, row.key, subject, deps);
      const { result, ...why } = explanation;
      return {
        key: row.key,
        enabled: result.enabled,
        variant: result.variant,
        value: flagValue(result),
        payload: result.payload,
        reason: result.reason,
        distinct_id: distinctId,
        explanation: {
          ...why,
          dependencies: why.dependencies.map((dependency) => ({
            key: dependency.key,
            ...reasonOf(dependency),
          })),
        },
        stored:
          stored === null
            ? null
            : {
                person_properties: stored.personProperties,
                group_properties: stored.groupProperties,
                overrides: stored.overrides,
              },
      };
    },
  }),
];
