import {
  findInsightVariable,
  type InsightVariableRow,
  listInsightVariables,
} from "@edgewise/db/mysql/repos/insight-variables.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import {
  changeVariable,
  createVariable,
  removeVariable,
  VARIABLE_TYPES,
  variableBody,
} from "../../../services/insight-variables/write.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const tag = "insight variables";
const read = { kind: "project", scope: "insight_variable:read" } as const;
const write = { kind: "project", scope: "insight_variable:write" } as const;
const at = { paths: underProject("insight_variables/:variable/"), tag };

const variable = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(VARIABLE_TYPES),
  default_value: z.unknown(),
  values: z.array(z.unknown()),
  code_name: z.string(),
  is_multi: z.boolean(),
  created_by: userBasic.nullable(),
  created_at: z.string(),
});

async function present(rows: readonly InsightVariableRow[], deps: Deps): Promise<z.infer<typeof variable>[]> {
  const authors = rows.map(({ createdBy }) => createdBy);
  const users = await findUsers(authors, deps.db);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    type: row.type,
    default_value: row.defaultValue[0],
    values: [...row.values],
    code_name: row.codeName,
    is_multi: row.isMulti,
    created_by: presentAuthor(row.createdBy, users),
    created_at: isoMicros(row.createdAt),
  }));
}

async function load(access: ProjectAccess, id: string, deps: Deps) {
  const row = await findInsightVariable(access, deps.db, id);
  if (!row) throw notFound();
  const [shown] = await present([row], deps);
  return shown;
}

export const INSIGHT_VARIABLE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("insight_variables/"),
    access: read,
    summary: "Variables that SQL names as `{variables.code_name}`",
    tag,
    query: pageQuery,
    response: pageSchema(variable),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await listInsightVariables(access, deps.db, query);
      return pageOf(c, query, total, await present(rows, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("insight_variables/"),
    access: write,
    summary: "A new variable; its `code_name` comes from its name",
    tag,
    body: variableBody,
    response: variable,
    status: 201,
    handler: async ({ access, deps, body }) =>
      await load(access, await createVariable(access, body, deps), deps),
  }),
  route({
    ...at,
    method: "get",
    access: read,
    summary: "One variable",
    response: variable,
    handler: ({ access, deps, param }) => load(access, param("variable"), deps),
  }),
  route({
    ...at,
    method: "patch",
    access: write,
    summary: "Change a variable",
    body: variableBody.partial(),
    response: variable,
    async handler({ access, deps, body, param }) {
      await changeVariable(access, param("variable"), body, deps);
      return await load(access, param("variable"), deps);
    },
  }),
  route({
    ...at,
    method: "delete",
    access: write,
    summary: "Delete a variable",
    handler: ({ access, deps, param }) => removeVariable(access, param("variable"), deps),
  }),
];
