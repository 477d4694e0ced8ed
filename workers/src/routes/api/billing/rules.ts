import type { IngestionRuleRow } from "@edgewise/db/mysql/repos/billing.ts";
import * as z from "zod";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { addRule, removeRule, rulesOf } from "../../../services/billing/rules.ts";

const tag = "billing";
const write = { kind: "project", scope: "billing:write", role: "admin" } as const;

const fields = {
  /** Event name; '' = all. */
  event: z.string().max(200),
  /** `$lib`; '' = all. */
  sdk: z.string().max(64),
  /** `$lib_version`; '' = all. */
  sdk_version: z.string().max(64),
  /** People of a hundred whose events are kept; 0 = all are dropped. */
  keep_percent: z.number().int().min(0).max(100),
};
const rule = z.object({ id: z.number().int(), ...fields, created_at: z.string() });
const body = z
  .object({
    event: fields.event.default(""),
    sdk: fields.sdk.default(""),
    sdk_version: fields.sdk_version.default(""),
    keep_percent: fields.keep_percent,
  })
  .refine(({ sdk, sdk_version }) => sdk !== "" || sdk_version === "", {
    path: ["sdk"],
    message: "Name the SDK whose version this is.",
  })
  .refine(({ event, sdk, keep_percent }) => event !== "" || sdk !== "" || keep_percent > 0, {
    path: ["event"],
    message: "Name an event or an SDK: a rule does not drop everything.",
  });

function present({ id, event, sdk, sdkVersion, keepPercent, createdAt }: IngestionRuleRow) {
  return {
    id,
    event,
    sdk,
    sdk_version: sdkVersion,
    keep_percent: keepPercent,
    created_at: isoMicros(createdAt),
  };
}

/** What the edge leaves out of an environment's events. */
export const INGESTION_RULE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("ingestion_rules/"),
    access: { kind: "project", scope: "billing:read" },
    summary: "Rules by which the edge drops or samples events of the environment",
    tag,
    response: z.object({ results: z.array(rule) }),
    handler: async ({ access, deps }) => ({ results: (await rulesOf(access, deps)).map(present) }),
  }),
  route({
    method: "post",
    paths: underProject("ingestion_rules/"),
    access: write,
    summary: "Drop or sample events from now on; the edge follows within a second",
    tag,
    body,
    response: rule,
    status: 201,
    async handler({ access, deps, body: { sdk_version, keep_percent, ...rest } }) {
      const added = { ...rest, sdkVersion: sdk_version, keepPercent: keep_percent };
      return present(await addRule(access, added, deps));
    },
  }),
  route({
    method: "delete",
    paths: underProject("ingestion_rules/:rule_id/"),
    access: write,
    summary: "Keep events again that a rule left out",
    tag,
    handler: ({ access, deps, param }) => removeRule(access, Number(param("rule_id")), deps),
  }),
];
