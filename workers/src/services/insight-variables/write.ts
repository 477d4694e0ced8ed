import { isDuplicate } from "@edgewise/db/mysql/client.ts";
import {
  deleteInsightVariable,
  findInsightVariable,
  type InsightVariableRow,
  insertInsightVariable,
  updateInsightVariable,
} from "@edgewise/db/mysql/repos/insight-variables.ts";
import * as z from "zod";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";

const SCOPE = "InsightVariable";
export const VARIABLE_TYPES = ["String", "Number", "Boolean", "List", "Date"] as const;

const value = z.union([
  z.string().max(10_000),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).max(1000),
]);

export const variableBody = z.object({
  name: z.string().trim().min(1).max(400),
  type: z.enum(VARIABLE_TYPES),
  default_value: value.optional(),
  /** What a List offers. */
  values: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .max(1000)
    .nullish(),
  is_multi: z.boolean().optional(),
});
type VariableBody = z.output<typeof variableBody>;

/** How SQL names a variable: its name in lower case, words joined by `_`, other characters left out. */
export const codeNameOf = (name: string): string =>
  name
    .replaceAll(/[^A-Za-z0-9\s_]/g, "")
    .trim()
    .toLowerCase()
    .replaceAll(/\s/g, "_")
    .slice(0, 128);

/** Creates a variable. Returns its id; throws with `attr` when its name gives no name, or a taken one, for SQL. */
export async function createVariable(access: ProjectAccess, body: VariableBody, deps: Deps): Promise<string> {
  const codeName = requireCodeName(body.name);
  const id = deps.newId();
  const row = {
    id,
    codeName,
    createdBy: access.userId,
    createdAt: deps.now(),
    ...fieldsOf({ name: "", type: "String", defaultValue: [null], values: [], isMulti: false }, body),
  };
  await orTaken(body.name, () =>
    commitLogged(access, deps, async (tx) => {
      await insertInsightVariable(access, tx, row);
      const entry = { scope: SCOPE, itemId: id, activity: "created", name: row.name } as const;
      return { result: undefined, entries: [entry] };
    }),
  );
  return id;
}

/** Changes a variable; queries that name it find it under its new name only. */
export async function changeVariable(
  access: ProjectAccess,
  id: string,
  body: Partial<VariableBody>,
  deps: Deps,
): Promise<void> {
  await orTaken(body.name ?? "", () =>
    commitLogged(access, deps, async (tx) => {
      const before = await findInsightVariable(access, tx, id, { lock: true });
      if (!before) throw notFound();
      const codeName = body.name === undefined ? before.codeName : requireCodeName(body.name);
      const after = { codeName, ...fieldsOf(before, body) };
      const { id: _id, projectId, createdBy, createdAt, ...old } = before;
      const changes = changesBetween(SCOPE, old, after);
      if (changes.length === 0) return { result: undefined, entries: [] };
      await updateInsightVariable(access, tx, id, after);
      const entry = { scope: SCOPE, itemId: id, activity: "updated", name: after.name, changes } as const;
      return { result: undefined, entries: [entry] };
    }),
  );
}

export async function removeVariable(access: ProjectAccess, id: string, deps: Deps): Promise<void> {
  await commitLogged(access, deps, async (tx) => {
    const before = await findInsightVariable(access, tx, id, { lock: true });
    if (!before) throw notFound();
    await deleteInsightVariable(access, tx, id);
    const entry = { scope: SCOPE, itemId: id, activity: "deleted", name: before.name } as const;
    return { result: undefined, entries: [entry] };
  });
}

type Fields = Pick<InsightVariableRow, "name" | "type" | "defaultValue" | "values" | "isMulti">;

function fieldsOf(before: Fields, body: Partial<VariableBody>): Fields {
  return {
    name: body.name ?? before.name,
    type: body.type ?? before.type,
    defaultValue: body.default_value === undefined ? before.defaultValue : [body.default_value],
    values: body.values === undefined ? before.values : (body.values ?? []),
    isMulti: body.is_multi ?? before.isMulti,
  };
}

function requireCodeName(name: string): string {
  const codeName = codeNameOf(name);
  if (/^[a-z_]/.test(codeName)) return codeName;
  throw invalid("name", `"${name}" gives no name for SQL: begin it with a letter, e.g. "plan name".`);
}

async function orTaken<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw invalid("name", `There is a variable {variables.${codeNameOf(name)}} already.`, "unique");
  }
}
