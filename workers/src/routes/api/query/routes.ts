import * as z from "zod";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { invalid, notFound } from "../../../http/errors.ts";
import { parseInput } from "../../../http/parse.ts";
import { type ApiRoute, type RouteInput, route, underProject } from "../../../http/route.ts";
import { answerQuery, cancelQuery, isPending, pollQuery } from "../../../services/query/answer-query.ts";
import { exportQuery, exportRequest } from "../../../services/query/export/export-query.ts";
import { type QueryRequest, queryRequest } from "../../../services/query/request.ts";

const tag = "query";
const access = { kind: "project", scope: "query:read" } as const;
const answered = z.looseObject({ results: z.unknown().optional() });

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

/** Answers a query, or 202 with the status of one that is to be polled. */
async function answer(
  { c, deps, access, body }: RouteInput<ProjectAccess, unknown, QueryRequest>,
  pathKind?: string,
) {
  const options = { background: c.executionCtx, polls: true, ...(pathKind ? { pathKind } : {}) };
  const given = await answerQuery(deps, access, body, c.req.raw.signal, options);
  return isPending(given) ? c.json(given, 202) : given;
}

const run = route({
  method: "post",
  paths: underProject("query/"),
  access,
  summary: "Run a query of any kind",
  tag,
  body: queryRequest,
  response: answered,
  handler: (input) => answer(input),
});

const runKind = route({
  method: "post",
  paths: underProject("query/:id/"),
  access,
  summary: "Run a query whose kind is also in the path",
  tag,
  body: queryRequest,
  response: answered,
  handler: (input) => answer(input, input.param("id")),
});

const poll = route({
  method: "get",
  paths: underProject("query/:id/"),
  access,
  summary: "Status and result of a query by its client_query_id",
  tag,
  query: z.object({ show_progress: z.string().optional() }),
  response: z.object({ query_status: z.looseObject({}) }),
  handler: async ({ c, deps, access, query, param }) => {
    const showProgress = /^(?:true|1)$/i.test(query.show_progress ?? "");
    const state = await pollQuery(deps, access, param("id"), { showProgress });
    if (!state) throw notFound(`Query ${param("id")} not found for team ${access.environmentId}`);
    const { status, results } = state;
    // The result is text already, and may be large.
    const body = `{"query_status":${JSON.stringify(status).slice(0, -1)},"results":${results ?? "null"}}}`;
    const code = status.error === true ? 400 : status.complete === true ? 200 : 202;
    return c.body(body, code, { "Content-Type": "application/json" });
  },
});

const cancel = route({
  method: "delete",
  paths: underProject("query/:id/"),
  access: { ...access, role: "viewer" },
  summary: "Cancel a running query by its client_query_id",
  tag,
  query: z.object({ dequeue_only: z.string().optional() }),
  response: z.object({ message: z.string() }),
  handler: async ({ deps, access, query, param }) => {
    await cancelQuery(deps, access, param("id"), { dequeueOnly: query.dequeue_only === "true" });
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
