import { isDuplicate } from "@edgewise/db/mysql/client.ts";
import { type ActionRow, findAction, insertAction, updateAction } from "@edgewise/db/mysql/repos/actions.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import { type ActionBody, checkSteps } from "./body.ts";

type Fields = Omit<ActionRow, "id" | "projectId" | "liveName" | "createdBy" | "createdAt" | "updatedAt">;

const EMPTY: Omit<Fields, "name"> = {
  description: "",
  tags: [],
  steps: [],
  postToSlack: false,
  slackMessageFormat: "",
  pinnedAt: null,
  deleted: false,
};

/** Creates an action. Returns its number; throws when a live one has its name. */
export async function createAction(
  access: ProjectAccess,
  body: ActionBody,
  deps: RegionDeps,
): Promise<number> {
  const now = deps.now();
  const row = await merged(access, { ...EMPTY, name: body.name }, body, deps);
  return await named(row.name, () =>
    commitLogged(access, deps, async (tx) => {
      const stamps = { createdBy: access.userId, createdAt: now, updatedAt: now };
      const id = await insertAction(access, tx, { ...row, ...stamps });
      return {
        result: id,
        entries: [{ scope: "Action", itemId: id, activity: "created", name: row.name }],
      };
    }),
  );
}

/** Changes, hides (`deleted: true`) or brings back (`deleted: false`) an action of this project. */
export async function changeAction(
  access: ProjectAccess,
  id: number,
  body: Partial<ActionBody>,
  deps: RegionDeps,
): Promise<void> {
  await named(body.name, () =>
    commitLogged(access, deps, async (tx) => {
      const found = await findAction(access, tx, id, { lock: true });
      if (!found || (found.deleted && body.deleted !== false)) throw notFound();
      const before = fieldsOf(found);
      const after = await merged(access, before, body, deps);
      const changes = changesBetween("Action", before, after);
      if (changes.length === 0) return { result: undefined, entries: [] };
      await updateAction(access, tx, id, { ...after, updatedAt: deps.now() });
      const activity = after.deleted ? "deleted" : "updated";
      return {
        result: undefined,
        entries: [{ scope: "Action", itemId: id, activity, name: after.name, changes }],
      };
    }),
  );
}

function fieldsOf(row: ActionRow): Fields {
  const { id, projectId, liveName, createdBy, createdAt, updatedAt, ...fields } = row;
  return fields;
}

async function merged(
  access: ProjectAccess,
  before: Fields,
  body: Partial<ActionBody>,
  deps: RegionDeps,
): Promise<Fields> {
  const { description, slack_message_format, pinned_at } = body;
  return {
    name: body.name ?? before.name,
    description: description === undefined ? before.description : (description ?? ""),
    tags: body.tags === undefined ? before.tags : [...new Set(body.tags)],
    steps: body.steps === undefined ? before.steps : await checkSteps(access, body.steps, deps),
    postToSlack: body.post_to_slack ?? before.postToSlack,
    slackMessageFormat:
      slack_message_format === undefined ? before.slackMessageFormat : (slack_message_format ?? ""),
    pinnedAt: pinned_at === undefined ? before.pinnedAt : pinned_at === null ? null : new Date(pinned_at),
    deleted: body.deleted ?? before.deleted,
  };
}

async function named<T>(name: string | undefined, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const which = name === undefined ? "of this name" : `named "${name}"`;
    throw invalid("name", `There is an action ${which} already.`, "unique");
  }
}
