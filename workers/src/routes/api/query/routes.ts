import type { JsonObject } from "@edgewise/core/events/types.ts";
import * as z from "zod";
import { invalid, notFound } from "../../../http/errors.ts";
import { parseInput } from "../../../http/parse.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { answerQuery, cancelQuery, pollQuery } from "../../../services/query/answer-query.ts";
import { exportQuery, exportRequest } from "../../../services/query/export/export-query.ts";
import { queryRequest } from "../../../services/query/request.ts";

const tag = "query";
const access = { kind: "project", scope: "query:read" } as const;
const answer = z.looseObject({ results: z.unknown().optional() });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("query", 'Use a JSON object: {"kind": "HogQLQuery", "query": "select …"}.', "parse_error");
  }
}

const permission = route({
  method: "post",
  paths: underProject("query/check_auth_for_async/"),
  access,
  summary: "May I run queries here?",
  tag,
  response: z.object({ user: z.string() }),
  handler: async () => ({ user: "ok" }),
});

const upgrade = route({
  method: "post",
  paths: underProject("query/upgrade/"),
  access,
  summary: "A query in its newest version (there is one version)",
  tag,
  body: z.object({ query: z.looseObject({}) }),
  response: z.object({ query: z.looseObject({}) }),
  handler: async ({ body }) => ({ query: body.query }),
});

const exportRows = route({
  method: "post",
  paths: underProject("query/export/"),
  access,
  summary: "All rows of SQL as a file (csv, ndjson, json), written while they are read",
  tag,
  body: exportRequest,
  handler: ({ c, deps, access, body }) => exportQuery(deps, access, body, c.req.raw.signal),
});

const exportLink = route({
  method: "get",
  paths: underProject("query/export/"),
  access,
  summary: "The same as a link: `query` is JSON",
  tag,
  query: z.object({ query: z.string(), format: z.string().optional() }),
  handler: ({ c, deps, access, query }) => {
    const body = parseInput(exportRequest, { query: jsonOf(query.query), format: query.format });
    return exportQuery(deps, access, body, c.req.raw.signal);
  },
});

const run = route({
  method: "post",
  paths: underProject("query/"),
  access,
  summary: "Run a query of any kind",
  tag,
  body: queryRequest,
  response: answer,
  handler: ({ c, deps, access, body }) =>
    answerQuery(deps, access, body, c.req.raw.signal, { background: c.executionCtx }),
});

const runKind = route({
  method: "post",
  paths: underProject("query/:id/"),
  access,
  summary: "Run a query whose kind is also in the path",
  tag,
  body: queryRequest,
  response: answer,
  handler: ({ c, deps, access, body, param }) =>
    answerQuery(deps, access, body, c.req.raw.signal, { pathKind: param("id"), background: c.executionCtx }),
});

const poll = route({
  method: "get",
  paths: underProject("query/:id/"),
  access,
  summary: "Status and result of a query by its client_query_id",
  tag,
  response: z.object({ query_status: z.looseObject({}) }),
  handler: async ({ access, param }) => {
    const status: JsonObject | undefined = await pollQuery(access, param("id"));
    if (!status) throw notFound(`Query ${param("id")} not found for team ${access.environmentId}`);
    return { query_status: status };
  },
});

const cancel = route({
  method: "delete",
  paths: underProject("query/:id/"),
  access: { ...access, role: "viewer" },
  summary: "Cancel a running query by its client_query_id",
  tag,
  response: z.object({ message: z.string() }),
  handler: async ({ deps, access, param }) => {
    await cancelQuery(deps, access, param("id"));
    return { message: "Query cancelled" };
  },
});

export const QUERY_ROUTES: readonly ApiRoute[] = [
  permission,
  upgrade,
  exportRows,
  exportLink,
  run,
  runKind,
  poll,
  cancel,
];
