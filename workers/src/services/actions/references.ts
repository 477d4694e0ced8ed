import { mentionsAction } from "@edgewise/core/actions/mentions.ts";
import { allCohorts } from "@edgewise/db/mysql/repos/cohorts.ts";
import { insightsMentioning } from "@edgewise/db/mysql/repos/insights.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";

/** Something that would answer differently without the action. */
export interface ActionReference {
  readonly type: "insight" | "cohort";
  /** Short id of an insight, number of a cohort. */
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly createdBy: string | null;
  readonly createdAt: Date;
}

/** Live insights and cohorts that name the action, insights first. */
export async function actionReferences(
  access: ProjectAccess,
  id: number,
  deps: Deps,
): Promise<ActionReference[]> {
  const [insights, cohorts] = await Promise.all([
    insightsMentioning(access, deps.db, ["ActionsNode", '"actions"', "actionId"]),
    allCohorts(access, deps.db),
  ]);
  const at = `/project/${access.environmentId}`;
  return [
    ...insights
      .filter(({ query }) => mentionsAction(query, id))
      .map(({ shortId, name, derivedName, createdBy, createdAt }) => ({
        type: "insight" as const,
        id: shortId,
        name: name || derivedName || "Untitled",
        url: `${at}/insights/${shortId}`,
        createdBy,
        createdAt,
      })),
    ...cohorts
      .filter(({ filters }) => mentionsAction(filters, id))
      .map(({ id: number, name, createdBy, createdAt }) => ({
        type: "cohort" as const,
        id: String(number),
        name,
        url: `${at}/cohorts/${number}`,
        createdBy,
        createdAt,
      })),
  ];
}
