import { type ActionStep, STRING_MATCHINGS } from "@edgewise/core/actions/action.ts";
import { actionCondition } from "@edgewise/core/actions/compile.ts";
import type { JsonValue } from "@edgewise/core/events/types.ts";
import { allCohorts } from "@edgewise/db/mysql/repos/cohorts.ts";
import * as z from "zod";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { queryEngineOf } from "../query/engine.ts";

const text = z.string().max(4000).nullish();
const matching = z.enum(STRING_MATCHINGS).nullish();

/** One way to do an action; unknown keys are dropped. */
const step = z.object({
  event: z.string().max(400).nullish(),
  properties: z.array(z.json()).max(100).nullish(),
  selector: text,
  tag_name: z.string().max(200).nullish(),
  text,
  text_matching: matching,
  href: text,
  href_matching: matching,
  url: text,
  url_matching: matching,
});

export const actionBody = z.object({
  name: z.string().trim().min(1).max(400),
  description: z.string().max(10_000).nullish(),
  tags: z.array(z.string().trim().min(1).max(255)).max(100).optional(),
  steps: z.array(step).max(100).optional(),
  post_to_slack: z.boolean().optional(),
  slack_message_format: z.string().max(1200).nullish(),
  pinned_at: z.iso.datetime({ offset: true }).nullish(),
  deleted: z.boolean().optional(),
});
export type ActionBody = z.output<typeof actionBody>;

/** The steps without empty parts, once each could be asked of events. Throws with the path of the faulty one. */
export async function checkSteps(
  access: ProjectAccess,
  steps: NonNullable<ActionBody["steps"]>,
  deps: RegionDeps,
): Promise<ActionStep[]> {
  const { parser } = await queryEngineOf(deps);
  const cohorts = new Map((await allCohorts(access, deps.db)).map(({ id, name }) => [id, { id, name }]));
  const context = { timezone: access.project.timezone, now: deps.now().getTime(), cohorts, parser };
  return steps.map((given, index) => {
    const kept = Object.entries(given).filter(([, value]) => value !== null && value !== "");
    const one: ActionStep = {
      ...Object.fromEntries(kept),
      properties: (given.properties ?? []) as JsonValue[],
    };
    const compiled = actionCondition({ id: 0, name: "", steps: [one] }, context);
    if (!compiled.ok) throw invalid(`steps__${index}`, compiled.error.message.replace(/^Action "": /, ""));
    return one;
  });
}
