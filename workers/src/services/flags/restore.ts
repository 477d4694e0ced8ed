import { type FlagRow, findFlagVersion } from "@edgewise/db/mysql/repos/flags.ts";
import { listEnvironments } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import { notFound } from "../../http/errors.ts";
import { type FlagActor, inDefault } from "./actor.ts";
import type { FlagBody } from "./body.ts";
import { changeFlag } from "./write.ts";

/** Makes a flag what it was at a version, in every environment, as a new version. Throws 404. */
export async function restoreVersion(
  access: FlagActor,
  row: FlagRow,
  version: number,
  deps: Deps,
): Promise<void> {
  const found = await findFlagVersion(access, deps.db, row.id, version);
  if (!found) throw notFound(`Flag "${row.key}" has no version ${version}.`);
  const definition = found.definition as Partial<FlagBody>;
  const environments = await listEnvironments(access, deps.db);
  const known = environments.map(({ id }) => String(id));
  const states = Object.fromEntries(
    [...new Set([...Object.keys(row.environments), ...Object.keys(definition.environments ?? {})])]
      .filter((id) => known.includes(id))
      .map((id) => [id, definition.environments?.[id] ?? null]),
  );
  // The stored state is the default environment's, whichever one the path names.
  const there = await inDefault(access, deps);
  const body = { ...definition, version: row.version, deleted: definition.deleted ?? false };
  await changeFlag(there, row.id, { ...body, environments: states }, deps);
}
