import {
  deleteIngestionRule,
  type IngestionRuleRow,
  insertIngestionRule,
  listIngestionRules,
} from "@edgewise/db/mysql/repos/billing.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { commitConfig } from "../config/commit.ts";

/** Each event is held against every rule. */
const MAX_RULES = 50;

interface NewRule {
  readonly event: string;
  readonly sdk: string;
  readonly sdkVersion: string;
  readonly keepPercent: number;
}

/** Rules of the access's environment, in the order in which they are asked. */
export async function rulesOf(access: ProjectAccess, deps: Deps): Promise<IngestionRuleRow[]> {
  const rows = await listIngestionRules(access, deps.db, deps.now());
  return rows.filter(({ environmentId }) => environmentId === access.environmentId);
}

const describe = ({ event, sdk, sdkVersion, keepPercent }: NewRule): string =>
  `${keepPercent === 0 ? "Drop" : `Keep ${keepPercent} % of`} ${event || "all events"}` +
  `${sdk === "" ? "" : ` of ${sdk}${sdkVersion === "" ? "" : ` ${sdkVersion}`}`}`;

/** Adds a rule; the edge follows it within a second. */
export async function addRule(access: ProjectAccess, rule: NewRule, deps: Deps): Promise<IngestionRuleRow> {
  if ((await rulesOf(access, deps)).length >= MAX_RULES)
    throw invalid("event", `An environment has ${MAX_RULES} rules at most: delete one first.`);
  const { organizationId, projectId, environmentId, userId } = access;
  const row = {
    ...rule,
    organizationId,
    projectId,
    environmentId,
    createdBy: userId,
    createdAt: deps.now(),
    endsAt: null,
  };
  return await commitConfig(access, deps, async (tx) => {
    const id = await insertIngestionRule(tx, row);
    const entry = {
      scope: "IngestionRule",
      itemId: id,
      activity: "created",
      name: describe(rule),
      changes: Object.entries(rule).map(([field, after]) => ({
        type: "IngestionRule",
        action: "created" as const,
        field,
        before: null,
        after,
      })),
    };
    return { result: { id, ...row }, entries: [entry] };
  });
}

/** Takes a rule back. */
export async function removeRule(access: ProjectAccess, id: number, deps: Deps): Promise<void> {
  const rule = (await rulesOf(access, deps)).find((row) => row.id === id);
  if (!rule) throw notFound(`There is no rule ${id}.`);
  await commitConfig(access, deps, async (tx) => {
    await deleteIngestionRule(access, tx, id);
    const entry = { scope: "IngestionRule", itemId: id, activity: "deleted", name: describe(rule) };
    return { result: undefined, entries: [entry] };
  });
}
