import type { Executor } from "@edgewise/db/mysql/client.ts";
import { type EnvironmentRow, insertEnvironment, insertToken } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import { randomKey } from "../../http/hash.ts";

interface NewEnvironment {
  readonly organizationId: string;
  readonly projectId: number;
  readonly name: string;
}

export function blankEnvironment(place: NewEnvironment, deps: Deps): Omit<EnvironmentRow, "id"> {
  const now = deps.now();
  return {
    uuid: deps.newId(),
    ...place,
    isDefault: false,
    settings: {},
    ingestedEvent: false,
    flagApproval: false,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
}

/** A further environment of a project with a token of its own, in the caller's transaction. Returns its number. */
export async function insertNewEnvironment(place: NewEnvironment, tx: Executor, deps: Deps): Promise<number> {
  const id = await insertEnvironment(tx, blankEnvironment(place, deps));
  const token = randomKey("phc_");
  await insertToken(tx, { token, environmentId: id, createdAt: deps.now(), revokedAt: null });
  return id;
}
